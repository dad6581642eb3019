"""Measuring answers against questions whose right evidence is known."""
