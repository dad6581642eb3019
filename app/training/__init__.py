"""Fits everything that is learned to the shipped questions: `make train`, or at the first start."""
