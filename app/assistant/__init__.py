"""The assistant for programs: one interface, over this machine's texts or a running server."""
