"""Documents of the token's owner: adding, looking, taking out."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Path, Request, Response, UploadFile

from app.api.callers import Caller, Reads, Writes
from app.api.objects import DocumentObject, Page
from app.api.paging import Limit, Offset, part_of
from app.api.problems import documented
from app.documents.listing import row_of
from app.documents.taking import Offer, take
from app.records.document import About, Kept
from app.wiring import Shelf

routes = APIRouter(tags=["Documents"])
_Id = Annotated[str, Path(alias="id", max_length=64)]
_Told = Annotated[str, Form(max_length=200)]


@routes.get("/documents", responses=documented(401, 403))
def list_documents(
    caller: Reads, request: Request, response: Response, limit: Limit = 50, offset: Offset = 0
) -> Page[DocumentObject]:
    """List the documents that you added and those that are shared with you."""
    found = _shelf(caller).documents.list(caller.viewer)
    shown = [_shown(document) for document in found if document.kind != "case"]
    return part_of(shown, limit, offset, request, response)


@routes.post("/documents", status_code=202, responses=documented(401, 403, 422, 507))
def add_document(
    caller: Writes,
    file: Annotated[UploadFile, File(description="A PDF, Word, text or other file.")],
    title: _Told = "",
    author: _Told = "",
    published: _Told = "",
    licence: _Told = "",
) -> DocumentObject:
    """Add a document, for you alone; it is read soon, and can be asked once it is ready.

    The same file is kept once, however often it is sent.
    """
    shelf = _shelf(caller)
    about = About(title, author, published, licence)
    name = (file.filename or "document").rpartition("/")[2]
    taken = take(shelf.documents, caller.viewer, Offer(name, file.file.read(), about))
    shelf.adding.wake()
    return _shown(shelf.documents.get(caller.viewer, taken.id))


@routes.get("/documents/{id}", responses=documented(401, 403, 404))
def get_document(caller: Reads, id_: _Id) -> DocumentObject:
    """Get what is told of a document, and whether it can be asked yet."""
    return _shown(_shelf(caller).documents.get(caller.viewer, id_))


@routes.delete("/documents/{id}", status_code=204, responses=documented(401, 403, 404))
def remove_document(caller: Writes, id_: _Id) -> None:
    """Take a document out for good; answers that were kept keep what they quote."""
    _shelf(caller).documents.take_out(caller.viewer, id_)


def _shelf(caller: Caller) -> Shelf:
    return caller.services.shelf()


def _shown(document: Kept) -> DocumentObject:
    row: dict[str, Any] = row_of(document)
    return DocumentObject.model_validate(row)
