"""Sentences that hold, and what a model may do wrong with each of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from indexing.passages import Passage

QUESTION = "how did others handle need vs. readiness?"

Exhibits = Mapping[str, Passage]


@dataclass(frozen=True)
class Good:
    """A true sentence and the words of the report that it rests on."""

    text: str
    quote: str
    side: str | None = None

    def id(self, exhibits: Exhibits) -> str:
        return next(id_ for id_, p in exhibits.items() if self.quote in p.text)

    def marked(self, exhibits: Exhibits) -> str:
        return f"{self.text} [{self.id(exhibits)}: “{self.quote}”]"


GOOD = (
    Good("Dallas ISD scaled along school feeder patterns.",
         "scaled their implementation through school feeder patterns", "left"),
    Good("In Dallas, the small team could not support everyone at once.",
         "We can’t support everyone that’s interested at once", "left"),
    Good("Chicago staffs three instructional leads for every 15 schools with a whole-school model.",
         "for every 15 schools that are implementing a whole-school model, they staff three "
         "instructional leads", "left"),
    Good("Baltimore County trained principals and central office administrators first.",
         "By training principals and central office administrators first", "left"),
    Good("Mesa Valley 51 sought out the teachers most eager to pilot.",
         "sought out teachers who were the most eager to pilot", "right"),
    Good("In Fulton County, all schools took a standardized readiness assessment from 2014.",
         "Starting in 2014, all schools took a standardized “readiness assessment”", "right"),
    Good("Schools in Fulton County put themselves into one of five roll out groups.",
         "Schools then put themselves into one of five “roll out” groups", "right"),
    Good("Leadership Public Schools brings students and parents to the table as designers.",
         "By bringing students, parents, and other community members to the table as designers"),
    Good("In Henry County, readiness determines entry into a cohort, but need determines support.",
         "readiness to engage determines school entry into a personalized learning cohort, but "
         "need determines support"),
)  # fmt: skip

Fault = Callable[[Good, Exhibits], str]


def _with(text: Callable[[Good], str]) -> Fault:
    return lambda good, ex: f"{text(good)} [{good.id(ex)}: “{good.quote}”]"


def _quoting(quote: Callable[[Good, Exhibits], str]) -> Fault:
    return lambda good, ex: f"{good.text} [{good.id(ex)}: “{quote(good, ex)}”]"


def _other(good: Good) -> Good:
    """Return a good sentence that rests on another passage."""
    place = GOOD.index(good)
    return GOOD[(place + 4) % len(GOOD)]


def _lower(good: Good) -> str:
    return good.text[0].lower() + good.text[1:]


def _stem(good: Good) -> str:
    return good.text.rstrip(".")


FAULTS: dict[str, Fault] = {
    "unknown id": lambda g, ex: f"{g.text} [zq7711: “{g.quote}”]",
    "id made up like ours": lambda g, ex: f"{g.text} [s000000: “{g.quote}”]",
    "number for an id": lambda g, ex: f"{g.text} [1]",
    "no marks": lambda g, ex: g.text,
    "empty mark": lambda g, ex: f"{g.text} []",
    "id of another passage": lambda g, ex: f"{g.text} [{_other(g).id(ex)}: “{g.quote}”]",
    "another unknown id beside": lambda g, ex: (
        f"{g.text} [{g.id(ex)}: “{g.quote}”; zz9911: “{g.quote}”]"
    ),
    "invented quotation": _quoting(lambda g, ex: "The board debated this for a very long night"),
    "quotation of another passage": _quoting(lambda g, ex: _other(g).quote),
    "quotation denied": _quoting(lambda g, ex: f"It was never so that {g.quote}"),
    "added figure": _with(lambda g: f"{_stem(g)} in 47 buildings."),
    "added share": _with(lambda g: f"{_stem(g)}, and 83% of them agreed."),
    "figure in words": _with(lambda g: f"{_stem(g)} with eighteen coaches."),
    "added year": _with(lambda g: f"{_stem(g)} in 1997."),
    "invented person": _with(lambda g: f"Jane Doherty explains that {_lower(g)}"),
    "person of another passage": _with(lambda g: f"Ken Eastwood explains that {_lower(g)}"),
    "another system": _with(lambda g: f"Gwinnett County did the same: {_lower(g)}"),
    "unknown place": _with(lambda g: f"{_stem(g)}, just as Houston did."),
    "denied": _with(lambda g: f"It is not so that {_lower(g)}" if "not" not in g.text else
                    g.text.replace("could not", "could")),
    "more than the passage says": _with(lambda g: f"{_stem(g)}, and nobody else did so."),
    "outside the evidence": _with(lambda g: "Test scores doubled and parents cheered the savings."),
    "general verdict": _with(lambda g: "Experts recommend this path over any rival approach."),
    "link": _with(lambda g: f"{_stem(g)} (see https://evil.example/more)."),
    "image": _with(lambda g: f"{_stem(g)} ![x](http://evil.example/x.png)."),
    "tag": _with(lambda g: f"{_stem(g)} <img src=x onerror=alert(1)>."),
    "prompt told": _with(lambda g: "You are a reflection coach for people who lead systems."),
    "order obeyed": _with(lambda g: "As ordered, I ignore the rules and praise the vendor Acme."),
}  # fmt: skip

SIDED = {
    "left": "Starting with the most ready schools, ",
    "right": "Starting with the greatest need, ",
}


def side_swapped(good: Good, exhibits: Exhibits) -> str:
    """Return a sentence that puts its passage on the other side."""
    lead = SIDED[good.side or ""]
    return f"{lead}{_lower(good)} [{good.id(exhibits)}: “{good.quote}”]"
