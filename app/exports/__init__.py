"""What is worked out, as files to take along: Markdown, Word, slides, and a page to print."""
