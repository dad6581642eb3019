"""Chat models: making them, calling them with limits, and what can go wrong."""
