"""Lists a part at a time, with a link to the next part (RFC 8288)."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Query, Request, Response

from app.api.objects import Page

T = TypeVar("T")
_MOST = 200
Limit = Annotated[int, Query(ge=1, le=_MOST, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="How many are passed over.")]


def part_of(
    found: Sequence[T], limit: int, offset: int, request: Request, response: Response
) -> Page[T]:
    """Return a part of a list, and set the header that links to the next one."""
    end = offset + limit
    following = None
    if end < len(found):
        url = request.url.include_query_params(limit=limit, offset=end)
        following = f"{url.path}?{url.query}"
        response.headers["link"] = f'<{following}>; rel="next"'
    return Page(items=tuple(found[offset:end]), total=len(found), next=following)
