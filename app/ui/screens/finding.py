"""Cases that people have shared, found by what they are and by a situation in words."""

from app.documents.sharing import SharedCase, fitting
from app.evidence.documents import ANSWERS
from app.ui.screens.library import viewer_of
from app.ui.screens.visit import Visit
from app.wiring import has_records
from corpus.documents import OWN_PREFIX

_MOST = 20
# A case comes near to a situation from this share of the score on that answers a question.
_NEAR = 0.7


def find_shared(
    visit: Visit, text: str = "", decision: str = "", side: str = "", size: str = ""
) -> tuple[SharedCase, ...]:
    """Return the cases that somebody may see and that fit, the best first where words rank them."""
    if not has_records(visit.services.settings):
        return ()
    found = fitting(visit.shelf.cases.list(viewer_of(visit)), decision, side, size)
    if not text.strip() or not found:
        return found[:_MOST]
    searching = visit.shelf.search
    searching.follow()
    vector = visit.services.library.embed([text])[0]
    ranked = searching.search(text, vector, [c.kept for c in found], _MOST)
    near = [r.passage.source_id for r in ranked if r.score >= _NEAR * ANSWERS]
    places = {id_: near.index(id_) for id_ in dict.fromkeys(near)}
    by_id = {f"{OWN_PREFIX}{c.kept.id}": c for c in found}
    return tuple(by_id[id_] for id_ in places)
