"""Stories of the report beside the prompts of its first guide, for whoever looks for a start."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from app.answering.cases import case_section
from app.answering.draft import DraftSection, quoted
from app.evidence.passages import PassageIndex
from corpus.documents import REPORT
from corpus.files import read_yaml


@cache
def _stories() -> Mapping[str, Mapping[str, str]]:
    """Return, by a prompt's key, the example or the words of the guide's own page that fit."""
    return {str(key): story for key, story in read_yaml("stories.yaml").items()}


def story_for(book: PassageIndex, key: str) -> list[DraftSection]:
    """Return a cited story for a prompt of the first guide; none where the report has none."""
    story = _stories().get(key)
    if story is None:
        return []
    if "case" in story:
        case = book.corpus.case(story["case"])
        return [replace(case_section(book, case, ()), heading=case.title)]
    found = book.find(story["quote"], REPORT)
    people = found.passage.people
    speakers = (book.corpus.person(p).name for p in people if _says(book, p, found.quote))
    return [DraftSection(found.passage.place, (quoted(found, next(speakers, None)),))]


def _says(book: PassageIndex, person: str, words: str) -> bool:
    remarks = (r for r in book.corpus.remarks if r.speaker == person)
    return any(remark.text in words or words in remark.text for remark in remarks)
