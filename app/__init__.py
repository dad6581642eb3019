"""Both Ways: cited, two-sided answers for leaders, coaches and evaluators."""
