"""What a turn asks for: redaction, spelling, language, names, act, kind of answer."""
