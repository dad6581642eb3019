"""A question into a cited, checked, two-sided answer, without a language model."""
