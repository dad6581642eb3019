"""The answerer that words answers with a chat model: context, prompts, streaming, checks."""
