"""What a first visit costs on a slow line: in bytes as they travel, and in requests."""

import pytest

MOST_BYTES, MOST_REQUESTS = 60_000, 5


def weigh(person, path: str) -> dict[str, int]:
    """Go there; return the bytes that each request brought, heads and all, none for kept files."""
    finished = []

    def note(request) -> None:
        finished.append(request)

    person.page.on("requestfinished", note)
    person.page.goto(person.base + path, wait_until="networkidle")
    person.page.remove_listener("requestfinished", note)
    sizes = {request.url: request.sizes() for request in finished}
    return {
        url.removeprefix(person.base): size["responseBodySize"] + size["responseHeadersSize"]
        for url, size in sizes.items()
        if size["responseBodySize"]
    }


@pytest.mark.parametrize("path", ["/schemes", "/sign-in"])
def test_a_first_page_is_light(visit, path):
    with visit() as person:
        brought = weigh(person, path)
        assert path in brought
        assert len(brought) <= MOST_REQUESTS, brought
        assert sum(brought.values()) <= MOST_BYTES, brought


def test_a_second_page_asks_for_nothing_but_itself(visit):
    with visit() as person:
        weigh(person, "/schemes")
        assert set(weigh(person, "/help")) == {"/help"}
