"""What a first visit costs on a slow line: in bytes as they travel, and in requests."""

import pytest

MOST_BYTES, MOST_REQUESTS = 60_000, 5


def weigh(person, path: str) -> list[int]:
    """Go there; return the bytes that each answer brought over the line, heads and all."""
    line = person.page.context.new_cdp_session(person.page)
    travelled = []

    def note(finished) -> None:
        travelled.append(int(finished["encodedDataLength"]))

    line.on("Network.loadingFinished", note)
    line.send("Network.enable")
    person.page.goto(person.base + path, wait_until="networkidle")
    line.detach()
    return [size for size in travelled if size]


@pytest.mark.parametrize("path", ["/schemes", "/sign-in"])
def test_a_first_page_is_light(visit, path):
    with visit() as person:
        brought = weigh(person, path)
        assert 3 <= len(brought) <= MOST_REQUESTS
        assert sum(brought) <= MOST_BYTES


def test_a_second_page_brings_nothing_but_itself(visit):
    with visit() as person:
        weigh(person, "/schemes")
        assert len(weigh(person, "/help")) == 1
