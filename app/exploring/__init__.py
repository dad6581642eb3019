"""Looking around in the report: a decision whole, a system whole, and the examples by filters."""
