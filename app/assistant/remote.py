"""The assistant of a running page, by its HTTP API."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from app.assistant.answers import AnswerObject, AuditObject
from app.assistant.texts import (
    CaseObject,
    DecisionObject,
    FoundObject,
    QuestionsObject,
    SectionObject,
    SourceObject,
)
from app.exploring.cases import CaseFilter
from app.understanding.question import read_question
from corpus.errors import RemoteError

M = TypeVar("M", bound=BaseModel)
_PLACE = "/api/v1"
# An answer in a model's words may take as long as the server waits for it.
_WAIT = httpx.Timeout(10.0, read=180.0)
_AGAIN = 2


class RemoteAssistant:
    """Asks a page at an address, with a token where it wants one."""

    def __init__(
        self, address: str, token: str = "", transport: httpx.BaseTransport | None = None
    ) -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._address = address.rstrip("/")
        try:
            self._http = httpx.Client(
                base_url=f"{self._address}{_PLACE}", headers=headers, timeout=_WAIT,
                transport=transport or httpx.HTTPTransport(retries=_AGAIN),
            )  # fmt: skip
        except (httpx.InvalidURL, UnicodeError) as error:
            raise self._away(error) from error

    def ask(
        self, question: str, previous: Sequence[str] = (), *, quotes_only: bool = False
    ) -> AnswerObject:
        """Return the answer to a question."""
        # Read here, so that what looks like a personal record never leaves this machine.
        read = read_question(question, tuple(previous))
        body = {"question": read.text, "previous": read.previous, "quotes_only": quotes_only}
        return _as(AnswerObject, self._send("POST", "/ask", json=body))

    def search(self, text: str, k: int = 10) -> tuple[FoundObject, ...]:
        """Return the `k` best pieces of the texts, best first."""
        found = self._send("GET", "/search", params={"q": read_question(text).text, "k": k})
        return tuple(_as(FoundObject, row) for row in found)

    def sources(self) -> tuple[SourceObject, ...]:
        """Return every text of the corpus."""
        return tuple(_as(SourceObject, row) for row in self._all("/sources"))

    def section(self, source: str, section: str) -> SectionObject:
        """Return a section of a source, by its address in the source's list."""
        address = f"/sources/{_part(source)}/sections/{_part(section)}"
        return _as(SectionObject, self._send("GET", address))

    def decisions(self) -> tuple[DecisionObject, ...]:
        """Return the seven decisions."""
        return tuple(_as(DecisionObject, row) for row in self._all("/decisions"))

    def decision(self, id_: str) -> DecisionObject:
        """Return a decision by its id, Q1 to Q7."""
        return _as(DecisionObject, self._send("GET", f"/decisions/{_part(id_)}"))

    def cases(self, wanted: CaseFilter | None = None) -> tuple[CaseObject, ...]:
        """Return the examples that fit, ranked where the filter has words."""
        given = {k: v for k, v in asdict(wanted or CaseFilter()).items() if v}
        words = {"q": given.pop("text")} if "text" in given else {}
        return tuple(_as(CaseObject, row) for row in self._all("/cases", {**given, **words}))

    def case(self, id_: str) -> CaseObject:
        """Return an example by its id."""
        return _as(CaseObject, self._send("GET", f"/cases/{_part(id_)}"))

    def reflection_questions(
        self, situation: str = "", decision: str = "", most: int = 6
    ) -> QuestionsObject:
        """Return open questions for a situation, or those of the report on a decision."""
        body = {"situation": situation, "decision": decision, "most": most}
        return _as(QuestionsObject, self._send("POST", "/questions", json=body))

    def audit(self, answer: Mapping[str, Any]) -> AuditObject:
        """Return the audit of an answer, given as the contract's object; `text` at least."""
        return _as(AuditObject, self._send("POST", "/audits", json={"answer": dict(answer)}))

    def warm_up(self) -> None:
        """Load nothing: the page has."""

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _all(self, address: str, params: Mapping[str, Any] | None = None) -> Iterator[Any]:
        """Yield the items of a list, part by part."""
        offset, total = 0, 1
        while offset < total:
            part = self._send("GET", address, params={**(params or {}), "offset": offset})
            yield from part["items"]
            offset, total = offset + max(1, len(part["items"])), part["total"]

    def _send(self, method: str, address: str, **content: Any) -> Any:
        try:
            answer = self._http.request(method, address, **content)
            found = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise self._away(error) from error
        if answer.is_success:
            return found
        told = found.get("detail") if isinstance(found, dict) else None
        raise RemoteError(
            f"The page at {self._address} answered {answer.status_code}.",
            str(told or "It did not say why."),
            "A token is sent from BOTHWAYS_TOKEN." if answer.status_code in {401, 403} else "",
        )

    def _away(self, error: Exception) -> RemoteError:
        return RemoteError(
            f"No page of Both Ways answers at {self._address} ({type(error).__name__}).",
            "Nothing was asked.",
            "Look at the address and whether it runs, or leave out --server and BOTHWAYS_SERVER "
            "to ask the texts on this machine.",
        )


def _part(id_: str) -> str:
    """Return an id as a part of an address."""
    from urllib.parse import quote

    return quote(id_, safe="")


def _as(kind: type[M], found: object) -> M:
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        raise RemoteError(
            "The page answered something else than this version of the program understands.",
            "Nothing is shown.",
            "Bring both to the same version.",
        ) from error
