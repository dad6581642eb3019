"""Units of evidence, the index of their questions, and the ranker that scores them."""
