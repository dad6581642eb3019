"""Reading people's own files: bytes in, text with headings, lists, tables and pages out."""
