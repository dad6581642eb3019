"""One prompt of a guide at a time, with its answer: the same for both guides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from app.answering.draft import DraftSection
from app.coaching.journal import MAX_ANSWER, Prompt, mark
from app.exploring.cited import cite
from app.ui.screens.cited import cards_of, part_values
from app.ui.screens.pages import page
from app.ui.screens.visit import Visit, go, gone, whole_number
from app.understanding.redaction import leave_out_records
from corpus.errors import ChangedError, FormError
from indexing.sentences import sentences_in


@dataclass(frozen=True)
class Asking:
    """A guide as it is gone through: where it lies, its prompts, and the answers so far.

    `beside` are a person's own earlier words, shown with a prompt: what it was, and what they said.
    `picture` is a drawing that the prompts ask about, as SVG.
    """

    base: str
    guide: str
    prompts: Sequence[Prompt]
    answers: Mapping[str, str]
    story: Sequence[DraftSection] = ()
    beside: Sequence[tuple[str, str]] = ()
    picture: str = ""


def step_of(visit: Visit, prompts: Sequence[Prompt]) -> tuple[int, Prompt]:
    """Return the step that an address names, counted from 1, and its prompt."""
    step = whole_number(visit.path["step"], 1, len(prompts))
    if step is None:
        raise gone("step")
    return step, prompts[step - 1]


def save_and_go(
    visit: Visit,
    step: int,
    save: Callable[[str, str], object],
    asking: Callable[[], Asking],
) -> Response:
    """Keep what a form says and go where its writer wants to go.

    `save` takes the answer and the mark of what was seen before. What can't be kept is shown
    again with the reason, nothing of it lost.
    """
    text = visit.form.get("answer", "")
    try:
        save(text, visit.form.get("was", ""))
    except (ChangedError, FormError) as error:
        return show_prompt(visit, asking(), step, answer=text, problem=error)
    shown = asking()
    return go(_next(visit.form.get("go", "next"), shown.base, step, len(shown.prompts)))


def show_prompt(
    visit: Visit,
    asking: Asking,
    step: int,
    *,
    answer: str | None = None,
    problem: ChangedError | FormError | None = None,
) -> Response:
    """Show one prompt; `answer` is what was sent where that could not be kept."""
    prompt = asking.prompts[step - 1]
    current = asking.answers.get(prompt.key, "")
    text = current if answer is None else answer
    story = cite(visit.corpus, {"story": asking.story})
    return page(
        "prompt",
        title=f"{prompt.group}, prompt {step}",
        here="Reflect",
        status=409 if problem else 200,
        asking=asking,
        step=step,
        prompt=prompt,
        questions=single_questions(prompt.text),
        answer=text,
        was=mark(current),
        current=current,
        saved="saved" in visit.query,
        problem=problem,
        warning=warning_for(text),
        story=part_values(story)["story"],
        cards=cards_of(story.citations, visit.corpus),
    )


def single_questions(text: str) -> list[str]:
    """Return the sentences of a prompt that asks several things; none of one that asks one."""
    sentences = sentences_in(text)
    return sentences if text.count("?") > 1 else []


def warning_for(text: str) -> str:
    """Return a warning where words look like a student's name or record; empty otherwise."""
    if leave_out_records(text[:MAX_ANSWER]) == text[:MAX_ANSWER]:
        return ""
    return (
        "This looks as if it named a student, or held an address or a number of somebody’s. "
        "Please take it out: records of students don’t belong here."
    )


def _next(wish: str, base: str, step: int, steps: int) -> str:
    """Return where a form's button leads: on, back, to the overview, or here again."""
    if wish == "back":
        return f"{base}/{max(1, step - 1)}"
    if wish == "stay":
        return f"{base}/{step}?saved=1"
    return base if step >= steps else f"{base}/{step + 1}"
