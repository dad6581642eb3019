"""Marks, gaps, and what a team may see."""

from collections import defaultdict
from itertools import product
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.answering.quoting import QuotingAnswerer
from app.coaching.journal import MAX_ANSWER, guide_of, mark, prompts_of, tidy, with_answer
from app.coaching.nearer import nearer_cases
from app.coaching.pathway import (
    Layer,
    Pathway,
    Placement,
    dimensions_of,
    gaps,
    mark_of,
    read_positions,
    survey_means,
    with_critical,
    with_positions,
)
from app.coaching.stories import story_for
from app.coaching.team import LEAST_GROUP, Member, TeamPicture, picture
from corpus.errors import ChangedError, FormError
from corpus.framework import Dimension
from corpus.library import Corpus, load_corpus

DECISIONS = tuple(f"Q{n}" for n in range(1, 8))


def test_the_spectra_are_the_guide_s_own(corpus: Corpus) -> None:
    text = corpus.document("look-both-ways").text
    dimensions = dimensions_of(corpus)
    assert [d.decision for d in dimensions] == list(DECISIONS)
    assert (dimensions[3].left, dimensions[3].right) == (
        "Buy/Partner Externally",
        "Build Internally",
    )
    for d in dimensions:
        assert d.name in text
        assert d.left in text
        assert d.right in text


def test_guide_1_has_ten_prompts_each_with_a_cited_story(
    corpus: Corpus, quoting: QuotingAnswerer
) -> None:
    prompts = prompts_of(guide_of(corpus, "guide-1"))
    assert len(prompts) == 10
    for prompt in prompts:
        sections = story_for(quoting.book, prompt.key)
        assert [e for s in sections for c in s.claims for e in c.evidence]


@pytest.mark.parametrize("wrong", ["0", "6", "-1", "2.5", "x", "１", "99999999999", "<b>"])
def test_a_place_off_the_scale_is_refused_with_a_plain_line(wrong: str) -> None:
    with pytest.raises(FormError, match="not on the scale"):
        read_positions({"Q1": wrong}, DECISIONS)


def test_missing_places_stay_unmarked_and_strangers_are_ignored() -> None:
    assert read_positions({"Q1": "3", "Q2": "", "Q9": "5"}, DECISIONS) == {"Q1": 3}


def test_gaps_are_the_way_to_the_aspired_place_widest_first(corpus: Corpus) -> None:
    placement = Placement({"Q1": 2, "Q2": 5, "Q3": 3, "Q4": 1}, {"Q1": 3, "Q2": 1, "Q3": 3})
    found = gaps(corpus, placement)
    assert [(g.dimension.decision, g.size, g.toward) for g in found] == [
        ("Q2", 4, "left"), ("Q1", 1, "right"), ("Q3", 0, None),
    ]  # fmt: skip
    assert gaps(corpus, Placement()) == ()


def test_examples_for_a_gap_stand_where_one_wants_to_be(
    corpus: Corpus, quoting: QuotingAnswerer
) -> None:
    for aspired, first in ((5, "right"), (1, "left"), (3, "combine")):
        [gap] = gaps(corpus, Placement({"Q3": 2 if aspired != 2 else 1}, {"Q3": aspired}))
        cases = nearer_cases(quoting.book, gap)
        assert cases[0].pole == first
        assert all(c.pole in {first, "combine"} for c in cases)


def test_the_survey_s_mean_is_left_out_where_its_direction_is_in_doubt(corpus: Corpus) -> None:
    means = survey_means(corpus)
    assert set(DECISIONS) - set(means) == {"Q4"}
    assert means["Q7"] == 2.4


def test_marks_of_another_tab_are_not_written_over_unseen() -> None:
    path = with_positions(Pathway(), "now", {"Q1": 1}, mark_of({}))
    with pytest.raises(ChangedError):
        with_positions(path, "now", {"Q1": 5}, mark_of({}))
    assert with_positions(path, "aspired", {"Q1": 5}, mark_of({})).placement.now == {"Q1": 1}
    assert with_positions(path, "now", {"Q1": 5}, mark_of({"Q1": 1})).placement.now == {"Q1": 5}


def test_only_a_spectrum_can_be_the_most_critical(corpus: Corpus) -> None:
    assert with_critical(corpus, Pathway(), "Q3").critical == "Q3"
    assert with_critical(corpus, Pathway(), "").critical is None
    with pytest.raises(FormError):
        with_critical(corpus, Pathway(), "Q8")


def test_a_long_answer_is_kept_and_one_too_long_is_refused_whole() -> None:
    long = "word " * 10_000
    assert with_answer({}, "1.1", long, mark(""))["1.1"] == long.rstrip()
    with pytest.raises(FormError, match="Take out 5 characters"):
        tidy("x" * (MAX_ANSWER + 5))


@given(st.text())
def test_keeping_an_answer_twice_changes_nothing(text: str) -> None:
    once = with_answer({}, "1.1", text, mark(""))
    again = with_answer(once, "1.1", text, mark(once.get("1.1", "")))
    assert once == again


# Who would be given away by a picture? Everything that it shows is a sum over some people. Where
# the marks of those who agreed are known too, each sum must still run over five unknown people.
_places = st.dictionaries(st.sampled_from(DECISIONS[:3]), st.integers(1, 5), min_size=1)
_members = st.lists(
    st.builds(
        Member,
        role=st.sampled_from(["Principal", "Coach", "Central office"]),
        agreed=st.booleans(),
        placement=st.builds(Placement, now=_places, aspired=_places),
        me=st.just(False),
    ),
    max_size=16,
)
_DIMENSIONS = dimensions_of(load_corpus())


@settings(max_examples=400)
@given(_members)
def test_no_figure_of_a_team_can_be_traced_to_who_did_not_agree(members: list[Member]) -> None:
    shown = picture(members, _DIMENSIONS)
    for dimension, layer in product(_DIMENSIONS, get_args(Layer)):
        for cell in _cells(shown, dimension, members, layer):
            hidden = [m for m in cell if not m.agreed]
            # Of those who agreed, only where they stand now is shown.
            unknown = hidden if shown.people and layer == "now" else cell
            assert not hidden or len(unknown) >= LEAST_GROUP


def _cells(
    shown: TeamPicture, dimension: Dimension, members: list[Member], layer: Layer
) -> list[list[Member]]:
    """Return the groups over which something is told: each role shown, and the whole's rest."""
    marking = [m for m in members if dimension.decision in m.placement.of(layer)]
    told_of = {r.role: r.means if layer == "now" else r.aims for r in shown.roles}
    roles = {role for role, own in told_of.items() if dimension.decision in own}
    spreads = shown.spreads if layer == "now" else shown.aspired
    by_role: dict[str, list[Member]] = defaultdict(list)
    for member in marking:
        by_role[member.role if member.role in roles else ""].append(member)
    whole = any(s.dimension == dimension for s in spreads)
    told = [group for role, group in by_role.items() if role]
    return [*told, by_role[""]] if whole else told


def test_five_make_a_picture_and_four_only_if_all_agreed() -> None:
    def team(count: int, agreed: bool) -> list[Member]:
        return [Member("Coach", agreed, Placement({"Q1": 1 + n % 5})) for n in range(count)]

    assert picture(team(4, False), _DIMENSIONS).spreads == ()
    assert "From 5 on" in picture(team(4, False), _DIMENSIONS).held_back
    assert picture(team(4, True), _DIMENSIONS).spreads
    five = picture(team(5, False), _DIMENSIONS)
    [spread] = five.spreads
    assert (spread.least, spread.most, spread.mean, spread.counts) == (1, 5, 3.0, (1, 1, 1, 1, 1))
    assert five.people == ()


def test_the_most_and_least_aligned_are_found_and_ties_are_ties() -> None:
    marks = [{"Q1": 3, "Q2": 1 + 4 * (n % 2), "Q4": 2} for n in range(6)]
    members = [Member("Coach", True, Placement(own, {"Q1": 5})) for own in marks]
    made = picture(members, _DIMENSIONS)
    assert [s.dimension.decision for s in made.most_aligned] == ["Q1", "Q4"]
    assert [s.dimension.decision for s in made.least_aligned] == ["Q2"]
    aspired = made.aspired_of("Q1")
    assert aspired is not None
    assert aspired.mean == 5
    assert made.aspired_of("Q2") is None


def test_a_role_is_shown_with_where_it_wants_to_be() -> None:
    members = [Member("Coach", False, Placement({"Q1": 2}, {"Q1": 4})) for _ in range(5)]
    [line] = picture(members, _DIMENSIONS).roles
    assert (line.means, line.aims) == ({"Q1": 2}, {"Q1": 4})


def test_where_people_want_to_be_is_held_back_by_the_same_rules() -> None:
    placements = [Placement({"Q1": 3}, {"Q1": 5} if n < 2 else {}) for n in range(6)]
    made = picture([Member("Coach", False, p) for p in placements], _DIMENSIONS)
    assert made.spreads
    assert made.aspired == ()
