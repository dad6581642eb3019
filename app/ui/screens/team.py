"""Teams: making one, joining by a code, and its picture."""

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from app.coaching.journal import mark, team_prompts
from app.coaching.pathway import Pathway, dimensions_of
from app.coaching.team import LEAST_GROUP, Spread, picture
from app.exports.drawing import as_svg
from app.exports.pictures import team_picture
from app.exports.team_papers import team_paper
from app.ui.screens.pages import page
from app.ui.screens.sending import send_document
from app.ui.screens.visit import Visit, go, gone
from corpus.errors import FormError

_HERE = "Reflect"


def show_teams(visit: Visit) -> Response:
    """Show an owner's teams, and the forms for making and joining one."""
    return _teams_page(visit)


def make_team(visit: Visit) -> Response:
    """Make a team."""
    name = visit.form.get("name", "").strip()
    if not name:
        raise FormError(
            "The team has no name yet.",
            "It was not made.",
            "Go back and give it one, for instance that of your school system.",
        )
    return go(f"/teams/{visit.teams.make(visit.owner, name)}")


def join_team(visit: Visit) -> Response:
    """Put one of an owner's pathways into the team of a code."""
    team = visit.teams.find(visit.form.get("code", ""))
    if team is None:
        raise FormError(
            "No team has this code.",
            "Nothing was shared.",
            "Ask for the eight letters again; whoever made the team sees them on its page.",
        )
    _join(visit, team.id)
    return go(f"/teams/{team.id}")


def show_team(visit: Visit) -> Response:
    """Show a team's picture, as far as it may be shown."""
    team = visit.teams.get(visit.owner, visit.path["id"])
    members = visit.teams.members(visit.owner, team.id)
    shown = visit.teams.shown(visit.owner, team.id)
    dimensions = dimensions_of(visit.corpus)
    made = picture(shown or (), dimensions)
    drawn = team_picture(made.spreads, made.own, _by_decision(made.aspired))
    answers = visit.teams.answers(visit.owner, team.id)
    return page(
        "team",
        title=team.name,
        here=_HERE,
        team=team,
        made=made,
        opened=shown is not None,
        missing=visit.query.get("missing", ""),
        me=next((m for m in members if m.me), None),
        dimensions=dimensions,
        drawing=as_svg(drawn.drawing, drawn.alt) if made.spreads else "",
        prompts=team_prompts(visit.corpus),
        answers=answers,
        mark=mark,
        saved="saved" in visit.query,
        paths=visit.records.list(visit.owner, "path"),
        least=LEAST_GROUP,
    )


def save_answer(visit: Visit) -> Response:
    """Keep the team's answer to one of the guide's questions."""
    id_, form = visit.path["id"], visit.form
    keys = {prompt.key for prompt in team_prompts(visit.corpus)}
    if form.get("prompt") not in keys:
        raise gone("question")
    visit.teams.answer(
        visit.owner, id_, form["prompt"], form.get("answer", ""), form.get("was", "")
    )
    return go(f"/teams/{id_}?saved=1#together")


def send_team(visit: Visit) -> Response:
    """Send a team's picture and its answers as a document."""
    team = visit.teams.get(visit.owner, visit.path["id"])
    shown = visit.teams.shown(visit.owner, team.id)
    made = picture(shown or (), dimensions_of(visit.corpus))
    answers = visit.teams.answers(visit.owner, team.id)
    paper = team_paper(visit.corpus, team.name, made, team_prompts(visit.corpus), answers)
    return send_document(paper, visit.path["form"])


def _by_decision(spreads: Sequence[Spread]) -> Mapping[str, Spread]:
    return {spread.dimension.decision: spread for spread in spreads}


def open_picture(visit: Visit) -> Response:
    """Open the picture with everybody who is in the team now."""
    id_ = visit.path["id"]
    missing = visit.teams.open(visit.owner, id_)
    return go(f"/teams/{id_}{f'?missing={missing}' if missing else ''}")


def rejoin_team(visit: Visit) -> Response:
    """Put a pathway into a team that one can see, in place of an earlier one."""
    team = visit.teams.get(visit.owner, visit.path["id"])
    _join(visit, team.id)
    return go(f"/teams/{team.id}")


def leave_team(visit: Visit) -> Response:
    """Take one's pathway out of a team."""
    visit.teams.leave(visit.owner, visit.path["id"])
    return go("/teams")


def delete_team(visit: Visit) -> Response:
    """Delete a team that one has made."""
    visit.teams.delete(visit.owner, visit.path["id"])
    return go("/teams")


def _join(visit: Visit, team: str) -> None:
    pathway = visit.records.get(visit.owner, visit.form.get("path", ""), Pathway).body
    role = visit.form.get("role", "").strip()
    if not pathway.placement.now or not role:
        raise FormError(
            "Your role, or your pathway’s marks of where the system stands now, are missing.",
            "Nothing was shared.",
            "Mark the pathway in guide 2 first, and say in a word or two what your role is.",
        )
    agreed = visit.form.get("agreed") == "yes"
    visit.teams.join(visit.owner, team, role, agreed, pathway.placement)


def _teams_page(visit: Visit) -> Response:
    kept = visit.owner
    return page(
        "teams",
        title="Teams",
        here=_HERE,
        teams=visit.teams.of(visit.owner) if kept else (),
        paths=visit.records.list(visit.owner, "path") if kept else (),
        chosen=visit.query.get("path", ""),
        code=visit.query.get("code", "")[:16],
        least=LEAST_GROUP,
    )
