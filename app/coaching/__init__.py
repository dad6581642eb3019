"""Reflecting with the report's own tools: its guides, pathways, conversations, session plans."""
