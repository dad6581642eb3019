"""Documents into passages, passages into vectors and keywords, and back out again."""
