"""Gradio's page with errors as plain sentences, and without people's words in its logs."""

import logging
from typing import Any

import gradio as gr

from app.logs import causes

_log = logging.getLogger(__name__)
_UNFORESEEN = (
    "Something went wrong here that we had not foreseen. Nothing was answered. Reload the page and "
    "try again; if it stays so, tell whoever looks after this program."
)


class QuietBlocks(gr.Blocks):
    """Blocks whose failures never print what was sent.

    Gradio prints the traceback of a failed call, and with it the values of a malformed one.
    """

    async def process_api(self, *args: Any, **kwargs: Any) -> Any:
        """Run one call; whatever fails becomes an error that is shown and not printed."""
        try:
            return await super().process_api(*args, **kwargs)
        except gr.Error as error:
            error.print_exception = False
            raise
        except Exception as error:
            _log.error("a call failed: %s", causes(error))
            raise gr.Error(_UNFORESEEN, print_exception=False) from None
