"""What the assistant knows: the texts, and what is known about them."""
