"""The section for time with a script: figures for all periods and each, said once a pause."""

from tests.journeys import story

ADD = "Add another period"


def test_figures_follow_the_typing_period_by_period(visit, draft):
    email, address = draft
    with visit() as person:
        page = person.sign_in(email).go(f"{address}/time").page
        person.answer(story.TIME).press(ADD)
        assert page.evaluate("location.hash") == "#period-2"
        page.evaluate(
            """() => {
              window.heard = [];
              for (const status of document.querySelectorAll("main [role=status]")) {
                new MutationObserver(() => window.heard.push(status.textContent.trim()))
                  .observe(status, { childList: true, subtree: true, characterData: true });
              }
            }"""
        )
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        again = {f"p2-{name}": value for name, value in story.TIME.items() if name != "complete"}
        person.answer(again)
        page.locator("#worked-out", has_text="0.40 WTE, two days a week").wait_for()
        page.locator("#period-2 [data-period-note]", has_text="0.20 WTE, one day a week").wait_for()
        heard = page.evaluate("window.heard")
        assert len([url for url in asked if "worked-out" in url]) < len(again)
        assert len(heard) == len(set(heard))
        person.press("Remove period 2")
        assert page.locator("fieldset.app-period").count() == 0
        assert page.locator('[name="amount"]').input_value() == story.TIME["amount"]


def test_enter_saves_and_removes_nothing(visit, draft):
    email, address = draft
    with visit() as person:
        person.sign_in(email).go(f"{address}/time").answer(story.TIME).press(ADD)
        person.answer({"complete": "yes"})
        with person.page.expect_navigation():
            person.page.locator('[name="amount"]').press("Enter")
        assert person.path == f"{address}/tasks"
        person.go(f"{address}/time")
        assert person.page.locator('[name="amount"]').input_value() == story.TIME["amount"]
