"""The screens beside the chat: plain pages with plain forms, which work without scripts too."""
