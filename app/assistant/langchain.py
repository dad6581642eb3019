"""The assistant for LangChain: a retriever, a runnable that answers, and a tool that cites.

Each takes an assistant that `app.assistant.connect` returns. What runs here is traced by
LangSmith where its own variables ask for it, and not otherwise.
"""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_core.tools import BaseTool, StructuredTool
from pydantic import ConfigDict, Field, SkipValidation

from app.assistant.answers import AnswerObject
from app.assistant.protocol import Assistant
from corpus.errors import BothWaysError

_ABOUT = (
    "Answers questions on leading change in school systems from the report “Look Both Ways”, "
    "with examples of real districts on both sides. Each claim carries a marker such as [1], and "
    "the exact words that it rests on are listed under Sources. It says so where the texts do not "
    "cover a question."
)


class BothWaysRetriever(BaseRetriever):
    """Retrieves pieces of the texts, best first; each document's metadata tells its place."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: SkipValidation[Assistant]
    k: int = Field(default=10, ge=1, le=50)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [
            Document(id=one.id, page_content=one.text, metadata=one.model_dump(exclude={"text"}))
            for one in self.assistant.search(query, self.k)
        ]


def answerer(assistant: Assistant) -> Runnable[str, AnswerObject]:
    """Return a runnable that answers questions with their evidence."""
    return RunnableLambda(lambda question: assistant.ask(question), name="both_ways")


def ask_tool(assistant: Assistant) -> BaseTool:
    """Return a tool for agents: its content is the answer with its sources, to be cited.

    Its artifact is the whole answer.
    """

    def ask(question: str) -> tuple[str, AnswerObject | None]:
        try:
            answer = assistant.ask(question)
        except BothWaysError as error:
            return str(error), None
        return answer.as_markdown(), answer

    return StructuredTool.from_function(
        ask, name="ask_both_ways", description=_ABOUT, response_format="content_and_artifact"
    )
