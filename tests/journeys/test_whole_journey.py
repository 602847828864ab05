"""One nurse's application, from the office's new scheme to a changed figure on the uptake page."""

import pytest

from portal import worker
from portal.audit.queries import verify
from portal.notifications.lifecycle import MessageState
from portal.notifications.models import Message
from tests.browsing import Browser
from tests.journeys import story


@pytest.fixture
def cast(app, database):
    with app.app_context(), database.scope() as session:
        made = story.cast(session)
        session.commit()
    return made


def publish(app, cast) -> None:
    """The office starts from a template and sets up a call with its dates and pot."""
    office = Browser(app).type_in(cast.office)
    office.go("/office/schemes/new?template=small-grant")
    office.send({"slug": "small-grant"})
    office.click("Set up a call")
    page = office.send({"pot_pence": "£90,000", "pot_wte_months_hundredths": "12"})
    assert page.errors == []


def apply(app, cast) -> tuple[Browser, str]:
    """The nurse finds the scheme, signs in, answers everything, checks and sends."""
    nurse = Browser(app)
    nurse.go("/schemes")
    nurse.click("Small grant for a first project")
    nurse.click("Apply")
    nurse.send({"email": cast.nurse, "password": "a long enough password"})
    assert "Yes, you can apply" in nurse.page.main
    base = nurse.send(button="Start").path.removesuffix("/tasks")
    nurse.go(f"{base}/sections/about")
    nurse.send({"complete": "yes"}, "Save and continue")
    for key, answers in story.ANSWERS.items():
        nurse.go(f"{base}/sections/{key}")
        nurse.send(answers, "Save and continue")
        assert nurse.page.errors == [], key
    nurse.go(f"{base}/time")
    nurse.send(story.TIME, "Save and continue")
    assert nurse.page.errors == []
    nurse.go(f"{base}/costs/salary")
    nurse.send({"whose": "own", "hours": "7.5", "length": "6"}, "Save this cost")
    nurse.go(f"{base}/costs/other")
    nurse.send(
        {"category": "involvement", "label": "Thank-you payments", "quantity": "12", "price": "25"},
        "Save",
    )
    nurse.go(f"{base}/costs")
    nurse.send({"complete": "yes"}, "Save and continue")
    assert nurse.page.errors == []
    nurse.go(f"{base}/check")
    assert story.TITLE in nurse.page.main
    receipt = nurse.send(button="Send")
    assert receipt.path == f"{base}/receipt"
    return nurse, base


def test_from_catalogue_to_a_changed_figure(app, database, cast, at, settings):
    publish(app, cast)
    at(story.AT_NIGHT)
    nurse, base = apply(app, cast)
    reference = nurse.page.main.split("SGFA27-")[1][:4]
    assert "Sam Whittaker" in nurse.go(base).main

    at(story.NEXT_MORNING)
    manager = Browser(app).type_in(cast.manager)
    manager.click("Can you release Megan Prosser?")
    assert "Can you release Megan Prosser" in manager.page.h1
    assert story.ANSWERS["people"]["q_mentor"] not in manager.page.main
    manager.send(
        {
            "means": "bank",
            "who": "Ward bank list",
            "hours": "7.5",
            "cost": "3000",
            "cost_centre": "R70412",
            "when_busy": "She moves the day inside the week.",
        },
        "Yes",
    )
    assert manager.page.errors == []
    assert "In review" in nurse.go(base).main

    at(story.AFTER_CLOSE)  # more than twenty hours on: everybody signs in again
    office = Browser(app).type_in(cast.office)
    office.click("Small grant for a first project")
    board = office.page.path
    office.click("Reviewers")
    office.send(button="Assign")
    assert "3 of 3" in office.page.main

    at(story.REVIEWING)
    for number, email in enumerate(cast.reviewers):
        review(app, email, number)

    at(story.PANEL)
    chair = Browser(app).type_in(cast.chair)
    chair.go(f"{board}/ranking")
    assert story.TITLE in chair.page.main
    recommend(chair)

    office.type_in(cast.office)
    nurse.type_in(cast.nurse)
    office.go(f"{board}/decisions")
    office.send(button="Fill in")
    assert "In review" in nurse.go(base).main, "a pending decision is nobody's but the office's"
    office.go(f"{board}/release")
    office.send(button="Release")
    assert "Award offered" in nurse.go(base).main

    before = nurse.go("/uptake").main
    nurse.go(f"{base}/offer")
    nurse.click("Accept")
    nurse.send(button="Yes, accept it")
    assert "Award accepted" in nurse.go(base).main

    assert worker.issue_due(database) == 2, "the application as sent, and the letter"
    letter = nurse.click("Your letter", status=200)
    assert letter.data.startswith(b"%PDF")
    assert letter.headers["Content-Type"] == "application/pdf"

    public = Browser(app).go("/uptake")
    assert "Nurses" in public.main
    assert "c" in public.main
    assert before
    assert reference not in public.main
    assert_everything_was_told(database, cast)


def review(app, email: str, number: int) -> None:
    """A reviewer says there is no conflict, scores each criterion with a reason, and sends."""
    reviewer = Browser(app).type_in(email)
    reviewer.go("/reviews")
    reviewer.click(story.TITLE)
    reviewer.send({"answer": "no"}, "Continue")
    assert "Megan Prosser" not in reviewer.page.text
    assert "researcher in nursing" not in reviewer.page.text
    values = {}
    for field in reviewer.page.soup.find("main").find_all(["input", "textarea"]):
        name = field.get("name") or ""
        if field.get("type") == "radio" and field.get("value") == str(3 + number % 3):
            values[name] = field["value"]
        elif field.name == "textarea":
            values[name] = "Clear, and close to what patients asked for."
    reviewer.send(values, "Send my review")
    assert reviewer.page.errors == []


def recommend(chair: Browser) -> None:
    chair.click("Recommend")
    chair.send({"sure": "y"}, "Recommend these")
    assert chair.page.errors == []


def assert_everything_was_told(database, cast) -> None:
    """Each message is there once, to the right person, and the trail holds."""
    with database.scope(read_only=True) as session:
        messages = session.query(Message).all()
        told = {(m.to_address, m.template) for m in messages}
        assert len(told) == len(messages), "nothing twice"
        assert {t for to, t in told if to == cast.nurse} >= {
            "applications/received",
            "approvals/approved",
        }
        assert {t for to, t in told if to == cast.manager} >= {"approvals/asked"}
        assert all(m.state is MessageState.WAITING for m in messages)
        assert verify(session) is None
