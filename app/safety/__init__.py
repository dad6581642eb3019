"""Words that need a person at once: noticed before anything else is done with them."""
