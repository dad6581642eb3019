"""`python -m app` is the `bothways` command."""

from app.cli import main

main()
