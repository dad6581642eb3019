"""An answer written as a line of a file that an audit reads."""

import json

from pydantic import TypeAdapter

from app.auditing.stated import StatedAnswer

_ANSWER: TypeAdapter[StatedAnswer] = TypeAdapter(StatedAnswer)


def write_stated(answer: StatedAnswer) -> str:
    """Return an answer as JSON that `read_stated_json` reads again."""
    return json.dumps(_ANSWER.dump_python(answer, mode="json"), ensure_ascii=False)
