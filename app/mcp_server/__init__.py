"""The assistant for other assistants, by the Model Context Protocol."""
