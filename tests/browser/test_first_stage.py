"""The first of two stages on a phone, counted: screens, questions, paragraphs, uploads.

From the address in the invitation to the receipt, by somebody who is signed in already.
"""

from datetime import timedelta

import pytest

from tests.browser.visitor import PHONE
from tests.conftest import NOW
from tests.factories import people, schemes

MOST_SCREENS, MOST_QUESTIONS, MOST_PARAGRAPHS = 9, 8, 2
PARAGRAPH = "Many people stop their exercises. I want to ask them why, and try a short film. "
TIME = {
    "amount": "1", "unit": "days",
    "starts-day": "6", "starts-month": "4", "starts-year": "2027",
    "ends-day": "5", "ends-month": "10", "ends-year": "2027",
}  # fmt: skip
ANSWERS = {
    "idea": {"q_idea": PARAGRAPH * 4},
    "difference": {"q_difference": PARAGRAPH * 4},
    "time": TIME,
}
# What is asked, as a person sees it: a group of fields, or a field that is in none. The unit is
# part of "how much time each week", and what stands under a choice that is not chosen is not seen.
QUESTIONS = """() => {
  const seen = (e) => e.getClientRects().length > 0;
  const form = document.querySelector("main form[method=post]");
  if (!form) return [];
  const groups = [...form.querySelectorAll(".nhsuk-form-group")].filter(seen)
    .filter((e) => !e.parentElement.closest(".nhsuk-form-group"));
  return groups.map((e) => e.querySelector("legend, label").innerText.trim());
}"""
UNIT = "Counted in"


@pytest.fixture
def place(app, database):
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        manager = people.employee(session, node, name="Sam Whittaker")
        nurse = people.employee(session, node, name="Megan Prosser", manager=manager)
        call = schemes.open_call(session, node, "research-time", closes_at=NOW + timedelta(days=9))
        found = (nurse.email, call.id)
        session.commit()
    return found


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])
def test_nine_screens_eight_questions_two_paragraphs_no_upload(visit, at, place, scripted):
    at(NOW)
    email, call_id = place
    asked: list[str] = []
    paragraphs = uploads = 0
    with visit(size=PHONE, scripted=scripted) as nurse:
        nurse.sign_in(email).go(f"/calls/{call_id}/apply")
        screens = 1
        nurse.press("Start")
        while not nurse.path.endswith("/receipt"):
            screens += 1
            assert screens < 20, nurse.path
            asked += nurse.page.evaluate(QUESTIONS)
            paragraphs += nurse.page.locator("main textarea:visible").count()
            uploads += nurse.page.locator("input[type=file]").count()
            nurse.answer(ANSWERS.get(nurse.path.rpartition("/")[2], {}))
            here = nurse.path
            nurse.press("Send" if here.endswith("/check") else "Continue")
            assert nurse.path != here, nurse.main[:600]
        screens += 1
        assert "We have your first step" in nurse.main
    questions = [words for words in asked if words != UNIT]
    assert screens <= MOST_SCREENS, screens
    assert len(questions) <= MOST_QUESTIONS, questions
    assert (paragraphs, uploads) == (MOST_PARAGRAPHS, 0)
