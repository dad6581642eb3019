"""People's own documents and cases: added, kept, found, and cited like the report."""
