import pytest

from corpus.library import Corpus


@pytest.mark.parametrize(
    ("text", "systems"),
    [
        ("What did DALLAS isd and henry county do?", ("dallas-isd", "henry-county")),
        ("LAUSD's pace", ("los-angeles-northwest",)),
        ("How did Mesa Valley District 51 start?", ("mesa-valley-51",)),
        ("root causes and grass-roots work, ace the test", ()),
        ("Roots and ACE", ("roots", "ace")),
        ("the dallastown plan", ()),
    ],
)
def test_systems_found(corpus: Corpus, text: str, systems: tuple[str, ...]) -> None:
    assert corpus.finder.find(text).systems == systems


def test_people_and_organizations(corpus: Corpus) -> None:
    found = corpus.finder.find("Did Dr. Lisa Williams or Fauteax work with LEAP Innovations?")
    assert found.people == ("lisa-williams", "michael-fauteux")
    assert found.organizations == ("leap",)


def test_the_longest_name_wins(corpus: Corpus) -> None:
    found = corpus.finder.find("Washington DC schools")
    assert found.systems == ("dc-public-schools",)


def test_names_taken_out(corpus: Corpus) -> None:
    assert corpus.finder.without_names("Did Dallas ISD rice cook rice?").split() == [
        "Did", "rice", "cook", "rice?",
    ]  # fmt: skip
