"""Auditing answers: each claim beside the words that it rests on, findings, people's verdicts."""
