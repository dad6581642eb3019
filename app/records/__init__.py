"""What is kept for people: their conversations, guides, pathways, plans and logs."""
