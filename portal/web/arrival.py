"""When the first byte of a request came: a slow phone is judged by when it began to send.

A server that knows says so in the environment (`FIRST_BYTE`); an edge that buffers bodies says
so in a header, which is believed only where proxies are trusted (`PROXY_HOPS`). Without either
it is the moment at which the request was whole.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

FIRST_BYTE: Final = "headroom.first_byte_at"
HEADER: Final = "HTTP_X_REQUEST_START"
LONGEST_BODY: Final = timedelta(minutes=10)
LONGEST_HEADER: Final = 40
MICROSECONDS, MILLISECONDS = 1e14, 1e11


def first_byte(environ: Mapping[str, Any], now: datetime, *, trusts_edge: bool) -> datetime:
    """Return when a request that is whole `now` began to arrive.

    Nothing is believed that lies after `now`, or more than ten minutes before it: whoever holds
    a body open for longer has no more time than others.
    """
    told = _header(environ) if trusts_edge else None
    began = told or environ.get(FIRST_BYTE)
    if not isinstance(began, datetime):
        return now
    return began if now - LONGEST_BODY <= began <= now else now


def _header(environ: Mapping[str, Any]) -> datetime | None:
    """Read "t=1798822800.123" as nginx writes it, or milliseconds or microseconds as others do."""
    text = str(environ.get(HEADER, "")).removeprefix("t=")
    if len(text) > LONGEST_HEADER or not text.replace(".", "", 1).isdigit() or not text.isascii():
        return None
    since = float(text)
    divided = since / (1e6 if since > MICROSECONDS else 1e3 if since > MILLISECONDS else 1)
    try:
        return datetime.fromtimestamp(divided, UTC)
    except (OverflowError, ValueError, OSError):
        return None
