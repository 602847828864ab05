"""The keyboard alone: every stop is seen, in order, and nothing needs a mouse."""

import pytest

FOCUS = """() => {
  const e = document.activeElement;
  const seen = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  return {
    words: (e.innerText || (e.labels && e.labels[0] && e.labels[0].innerText) || e.name || e.tagName).trim(),
    name: e.name || '', tag: e.tagName,
    drawn: [seen.outlineStyle + seen.outlineWidth + seen.outlineColor, seen.boxShadow,
            seen.backgroundColor, seen.borderColor].join(' '),
    inSight: box.top >= 0 && box.bottom <= innerHeight && box.width > 0,
    covered: !e.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2))
             && e.type !== 'radio' && e.type !== 'checkbox',
  };
}"""
AT_REST = """name => {
  const e = document.activeElement; e.blur();
  const seen = getComputedStyle(e);
  const drawn = [seen.outlineStyle + seen.outlineWidth + seen.outlineColor, seen.boxShadow,
                 seen.backgroundColor, seen.borderColor].join(' ');
  e.focus(); return drawn;
}"""
MOST_TABS = 40


def tab(person) -> dict:
    person.page.keyboard.press("Tab")
    return person.page.evaluate(FOCUS)


def tab_to(person, found) -> list[dict]:
    """Press Tab until this says yes; return all that had the focus on the way."""
    seen = []
    for _ in range(MOST_TABS):
        seen.append(tab(person))
        if found(seen[-1]):
            return seen
    raise AssertionError(f"not reached by Tab: {[each['words'] for each in seen]}")


def seen_and_clear(person, focused: dict) -> None:
    """The focus is drawn, in sight, and not under anything."""
    assert focused["inSight"] and not focused["covered"], focused
    assert person.page.evaluate(AT_REST) != focused["drawn"], f"no sign of focus: {focused}"


def test_the_skip_link_comes_first_and_leads_to_the_main_part(visit):
    with visit() as person:
        person.go("/schemes")
        assert tab(person)["words"] == "Skip to main content"
        person.page.keyboard.press("Enter")
        assert person.page.evaluate("document.activeElement.id") == "maincontent"


def test_the_first_page_has_its_links_in_reading_order(visit):
    with visit() as person:
        person.go("/help")
        order = tab_to(person, lambda focused: focused["words"] == "Contact")
        tops = person.page.evaluate(
            "[...document.querySelectorAll('main a')].map(a => a.getBoundingClientRect().top)"
        )
        words = [focused["words"] for focused in order]
        assert words[0] == "Skip to main content"
        assert tops == sorted(tops)
        assert words.index("Sign in") < words.index("Contact")


def test_sign_in_and_one_section_with_the_keyboard_alone(visit, draft):
    email, address = draft
    with visit() as person:
        keys = person.page.keyboard
        person.go("/sign-in")
        seen_and_clear(person, tab_to(person, lambda focused: focused["name"] == "email")[-1])
        keys.type(email)
        tab_to(person, lambda focused: focused["name"] == "password")
        keys.type("a long enough password")
        with person.page.expect_navigation():
            keys.press("Enter")
        assert person.path == "/"
        person.go(f"{address}/sections/people")
        seen_and_clear(person, tab_to(person, lambda focused: focused["name"] == "q_mentor")[-1])
        keys.type("A researcher in nursing.")
        radio = tab_to(person, lambda focused: focused["name"] == "complete")
        assert [each["tag"] for each in radio][-1] == "INPUT"
        keys.press("Space")
        button = tab_to(person, lambda focused: focused["tag"] == "BUTTON")[-1]
        seen_and_clear(person, button)
        with person.page.expect_navigation():
            keys.press("Enter")
        assert person.path == f"{address}/tasks"
        person.look()


@pytest.mark.parametrize("path", ["/sign-in", "/schemes"])
def test_every_stop_of_the_keyboard_is_seen(visit, path):
    with visit() as person:
        person.go(path)
        for focused in tab_to(person, lambda focused: focused["words"] == "Contact"):
            assert focused["words"], focused
        person.go(path)
        for _ in range(MOST_TABS):
            focused = tab(person)
            seen_and_clear(person, focused)
            if focused["words"] == "Contact":
                break
