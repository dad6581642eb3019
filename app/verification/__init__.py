"""Checks on what a language model wrote: pure functions, a sentence and its passages at a time."""
