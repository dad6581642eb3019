"""The page: one file a screen, and `render` from answers to HTML."""
