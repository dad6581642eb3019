"""LangChain and notebooks."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from langchain.agents import create_agent
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, ToolMessage
from nbclient import NotebookClient
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.assistant.answers import AnswerObject
from app.assistant.langchain import BothWaysRetriever, answerer, ask_tool
from app.assistant.local import LocalAssistant
from app.assistant.notebook import Answers, answer_html, ask_all
from app.services import Services

QUESTION = "How did others handle need vs. readiness?"
NOTEBOOK = Path(__file__).parents[2] / "docs" / "evaluating.ipynb"


@pytest.fixture(scope="module")
def assistant(services: Services) -> LocalAssistant:
    return LocalAssistant(services)


class _Scripted(GenericFakeChatModel):
    """A model whose replies are written beforehand."""

    def bind_tools(self, tools: object, **_: object) -> "_Scripted":
        return self


def test_the_retriever_finds_cited_pieces(assistant: LocalAssistant) -> None:
    found = BothWaysRetriever(assistant=assistant, k=3).invoke("feeder patterns")
    assert len(found) == 3
    assert found[0].metadata["source"] == "look-both-ways"


def test_the_runnable_answers_one_and_several(assistant: LocalAssistant) -> None:
    one, other = answerer(assistant).batch([QUESTION, "fast or slow?"])
    assert one.decisions == ("Q3",)
    assert other.decisions == ("Q2",)


def test_an_agent_of_scripted_replies_cites(assistant: LocalAssistant) -> None:
    call = {"name": "ask_both_ways", "args": {"question": QUESTION}, "id": "1"}
    replies = [AIMessage("", tool_calls=[call]), AIMessage("Dallas linked its schools [1].")]
    agent = create_agent(_Scripted(messages=iter(replies)), [ask_tool(assistant)])
    said = agent.invoke({"messages": [("user", QUESTION)]})["messages"]
    [told] = [message for message in said if isinstance(message, ToolMessage)]
    assert isinstance(told.artifact, AnswerObject)
    assert "- [1] Look Both Ways" in str(told.content)
    assert said[-1].content == "Dallas linked its schools [1]."


def test_a_tool_tells_what_is_wrong_with_a_question(assistant: LocalAssistant) -> None:
    assert "no question to answer" in ask_tool(assistant).invoke({"question": "?"})


def test_an_answer_shows_as_text_whatever_it_holds(assistant: LocalAssistant) -> None:
    answer = assistant.ask(QUESTION)
    shown = answer._repr_html_()
    assert shown.count("<q>") == len(answer.citations)
    evil = answer.model_copy(
        update={"question": "<script>x</script>", "text": "<b>x</b> [x](javascript:y)"}
    )
    made = answer_html(evil)
    assert "<script>" not in made
    assert "<b>x" not in made
    assert "href" not in made


def test_answers_are_tables(assistant: LocalAssistant) -> None:
    asked = ask_all(assistant, [QUESTION, "How do I refinance a mortgage?"])
    frame, claims = asked.to_frame(), asked.claims_frame()
    assert frame["coverage"].tolist() == [answer.coverage for answer in asked]
    assert len(claims) == sum(len(c.citations) for c in asked[0].claims)
    assert all(q in p for q, p in zip(claims["quote"], claims["passage"], strict=True))
    assert len(Answers(()).to_frame()) == 0
    assert "more: .to_frame()" in Answers(tuple(asked) * 2)._repr_html_()


def test_the_evaluators_notebook_runs(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOTHWAYS_DATA_DIR", str(services.settings.data_dir))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    run = NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    outputs = [output for cell in run.cells for output in cell.get("outputs", [])]
    assert any("text/html" in output.get("data", {}) for output in outputs)
    assert all(output.output_type != "error" for output in outputs)


def test_a_trace_holds_figures_and_no_words(
    assistant: LocalAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(seen))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    assistant.ask("What did Dallas do about its feeder patterns?")
    [span] = seen.get_finished_spans()
    assert span.attributes["both_ways.citations"] > 0
    assert "Dallas" not in span.to_json()


def test_nothing_is_traced_by_default() -> None:
    code = ("from opentelemetry import trace; from app.settings import load_settings; "
            "from app.tracing import set_up_tracing; set_up_tracing(load_settings()); "
            "print(type(trace.get_tracer_provider()).__name__)")  # fmt: skip
    for endpoint, named in (("", "ProxyTracerProvider"), ("http://127.0.0.1:1", "TracerProvider")):
        environment = {**os.environ, "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True,
                              text=True, timeout=60, check=True)  # fmt: skip
        assert done.stdout.strip() == named
