"""Every error that the product raises on purpose, in one tree.

    BothWaysError
    ├── SettingsError            a setting can't be used
    ├── ModelError               the embedding model is missing or altered
    ├── ChatModelError           the chat model that is set can't answer
    ├── IndexingError            the index can't be built or opened
    │   ├── StorageError         the folder can't be written, or the disk is full
    │   └── IndexBusyError       another process has been building for too long
    ├── QuestionError            the question can't be answered as it stands
    ├── NotFoundError            the texts hold nothing under that id
    ├── RecordsError             what is kept can't be read or written
    │   ├── NotKeptError         nothing is kept under that id, or not any more
    │   ├── ChangedError         it was changed in another place meanwhile
    │   ├── FullError            a visitor has no more room
    │   └── DamagedError         the file of records is gone, empty or damaged
    ├── AnswerFormatError        a line or a text can't be audited as an answer
    ├── FormError                what was filled in can't be taken as it stands
    ├── DocumentError            a document that somebody adds can't be read or kept
    ├── ServerError              the page can't be served, for instance a taken port
    ├── RemoteError              a server that the command asks can't be reached, or refuses
    └── RefusedError             the server does not answer what was asked of it

A message says what happened, what that means for the user, and what to do about it.
"""


class BothWaysError(Exception):
    """An error whose message is fit for a user. `happened`, `meaning`, `remedy` are sentences."""

    exit_code = 1

    def __init__(self, happened: str, meaning: str, remedy: str) -> None:
        super().__init__(f"{happened} {meaning} {remedy}")
        self.happened = happened
        self.meaning = meaning
        self.remedy = remedy


class SettingsError(BothWaysError):
    """A setting can't be used."""

    exit_code = 2


class ModelError(BothWaysError):
    """The embedding model is missing or altered."""

    exit_code = 3


class ChatModelError(BothWaysError):
    """The chat model that is set can't answer."""

    exit_code = 6


class IndexingError(BothWaysError):
    """The index can't be built or opened."""

    exit_code = 4


class StorageError(IndexingError):
    """The folder can't be written, or the disk is full."""


class IndexBusyError(IndexingError):
    """Another process has been building the index for too long."""


class QuestionError(BothWaysError):
    """The question can't be answered as it stands."""

    exit_code = 2


class NotFoundError(BothWaysError):
    """The texts hold nothing under that id."""

    exit_code = 2


class RecordsError(BothWaysError):
    """What is kept can't be read or written."""

    exit_code = 7


class NotKeptError(RecordsError):
    """Nothing is kept under that id, or not any more."""


class ChangedError(RecordsError):
    """It was changed in another place meanwhile; `current` is what stands there now."""

    def __init__(self, happened: str, meaning: str, remedy: str, current: str) -> None:
        super().__init__(happened, meaning, remedy)
        self.current = current


class FullError(RecordsError):
    """A visitor has no more room for what is kept."""


class DamagedError(RecordsError):
    """The file of records is gone, empty or damaged."""


class FormError(BothWaysError):
    """What was filled in can't be taken as it stands."""

    exit_code = 2


class DocumentError(BothWaysError):
    """A document that somebody adds can't be read or kept."""

    exit_code = 8


class AnswerFormatError(BothWaysError):
    """A line or a text can't be audited as an answer."""

    exit_code = 2


class ServerError(BothWaysError):
    """The page can't be served."""

    exit_code = 5


class RefusedError(BothWaysError):
    """The server does not answer what was asked of it: a wrong name or address, another site."""


class RemoteError(BothWaysError):
    """A server that the command asks can't be reached, or refuses."""

    exit_code = 9
