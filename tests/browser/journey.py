"""The whole journey as people live it: clicks and typing, from the new scheme to the letter.

One script of steps for a window with JavaScript and for one without. Each step is handed
the windows it needs; what is asserted is what that person must be able to read there.
"""

from contextlib import ExitStack
from urllib.parse import urlsplit

from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.journeys import story

CONFIRMED = {"complete": "yes"}
OWN_TIME = {"whose": "own", "hours": "7.5", "length": "6"}
THANKS = {"category": "involvement", "label": "Thank-you payments", "quantity": "12", "price": "25"}
COVER = {
    "means": "bank", "who": "Ward bank list", "hours": "7.5", "cost": "3000",
    "cost_centre": "R70412", "when_busy": "She moves the day inside the week.",
}  # fmt: skip
MOST_STEPS = 12


class Journey:
    """The people of the story, each at a window of their own size."""

    def __init__(self, visit, at, cast: story.Cast, scripted: bool) -> None:
        self.windows = ExitStack()
        self.visit, self.at, self.cast, self.scripted = visit, at, cast, scripted
        self.looked = 0
        self.base = self.board = ""

    def window(self, size) -> Visitor:
        return self.windows.enter_context(self.visit(size=size, scripted=self.scripted))

    def run(self) -> None:
        """Live it all."""
        with self.windows:
            self.office = self.window(DESKTOP).sign_in(self.cast.office)
            self.publish()
            self.at(story.AT_NIGHT)
            self.nurse = self.window(PHONE)
            self.apply()
            self.at(story.NEXT_MORNING)
            self.approve(self.window(PHONE).sign_in(self.cast.manager))
            self.at(story.AFTER_CLOSE)
            self.assign()
            self.at(story.REVIEWING)
            for number, email in enumerate(self.cast.reviewers):
                self.review(self.window(DESKTOP).sign_in(email), number)
            self.at(story.PANEL)
            self.recommend(self.window(DESKTOP).sign_in(self.cast.chair))
            self.decide()
            self.accept()
            self.look_at_uptake(self.window(DESKTOP))

    def publish(self) -> None:
        """The office starts from a template and sets up a call with its dates and pot."""
        self.office.go("/office/schemes/new?template=small-grant")
        self.office.answer({"slug": "small-grant"}).press()
        self.office.click("Set up a call")
        self.office.answer({"pot_pence": "£90,000", "pot_wte_months_hundredths": "12"}).press()
        no_errors(self.office)

    def apply(self) -> None:
        """The nurse finds the scheme, signs in, does what is next until all is answered, sends."""
        nurse = self.nurse.go("/schemes").click("Small grant for a first project").click("Apply")
        nurse.answer({"email": self.cast.nurse, "password": "a long enough password"})
        nurse.press("Sign in")
        assert "Yes, you can apply" in nurse.main
        self.base = nurse.press("Start").path.removesuffix("/tasks")
        self._answer_all(nurse)
        assert story.TITLE in nurse.main
        nurse.press("Send")
        assert nurse.path == f"{self.base}/receipt"
        assert "Sam Whittaker" in nurse.go(self.base).main

    def _answer_all(self, nurse: Visitor) -> None:
        for _ in range(MOST_STEPS):
            nurse.follow(nurse.page.locator("main a.nhsuk-button").first)
            part = nurse.path.rpartition("/")[2]
            if part == "check":
                return
            if part == "costs":
                self._add_costs(nurse)
            values = story.TIME if part == "time" else story.ANSWERS.get(part, CONFIRMED)
            nurse.answer(values)
            self._told_while_typing(nurse, part)
            nurse.press("Save and continue")
            no_errors(nurse)
        raise AssertionError(f"not at an end after {MOST_STEPS} steps: {nurse.page.url}")

    def _told_while_typing(self, nurse: Visitor, part: str) -> None:
        """With a script the page says what the time comes to before it is saved."""
        if part == "time" and self.scripted:
            nurse.page.locator("#worked-out", has_text="0.20 WTE").wait_for()

    def _add_costs(self, nurse: Visitor) -> None:
        nurse.click("salary").answer(OWN_TIME)
        if self.scripted:
            nurse.page.locator("#worked-out", has_text="0.20 WTE").wait_for()
        nurse.press("Save this cost")
        nurse.click("other cost").answer(THANKS).press("Save")
        no_errors(nurse)

    def approve(self, manager: Visitor) -> None:
        """The manager reads who, when, hours and cost, and says yes and how the work is covered."""
        manager.click("Can you release Megan Prosser?")
        assert story.ANSWERS["people"]["q_mentor"] not in manager.main
        manager.answer(COVER).press("Yes")
        no_errors(manager)
        assert "In review" in self.nurse.go(self.base).main

    def assign(self) -> None:
        self.office.sign_in(self.cast.office).click("Small grant for a first project")
        self.board = self.office.path
        self.office.click("Reviewers").press("Assign")
        assert "3 of 3" in self.office.main

    def review(self, reviewer: Visitor, number: int) -> None:
        """No conflict; a score and a reason for each criterion; sent."""
        reviewer.go("/reviews").click(story.TITLE)
        reviewer.answer({"answer": "no"}).press("Continue")
        assert "Megan Prosser" not in reviewer.main
        score = 3 + number % 3
        for chosen in reviewer.page.locator(f'main input[type=radio][value="{score}"]').all():
            reviewer.page.locator(f'label[for="{chosen.get_attribute("id")}"]').click()
        for reason in reviewer.page.locator("main textarea").all():
            reviewer.write(reason, "Clear, and close to what patients asked for.")
        reviewer.press("Send my review")
        no_errors(reviewer)

    def recommend(self, chair: Visitor) -> None:
        chair.go(f"{self.board}/ranking")
        assert story.TITLE in chair.main
        chair.click("Recommend").answer({"sure": "y"}).press("Recommend these")
        no_errors(chair)

    def decide(self) -> None:
        """The office takes over what the panel recommends and releases it all at once."""
        self.office.sign_in(self.cast.office).go(f"{self.board}/decisions")
        self.office.press("Fill in")
        self.office.go(f"{self.board}/release").press("Release")
        no_errors(self.office)

    def accept(self) -> None:
        self.nurse.sign_in(self.cast.nurse)
        assert "Award offered" in self.nurse.go(self.base).main
        self.nurse.go(f"{self.base}/offer").click("Accept").press("Yes, accept it")
        assert "Award accepted" in self.nurse.go(self.base).main

    def look_at_uptake(self, anyone: Visitor) -> None:
        assert "Nurses" in anyone.go("/uptake").main


def no_errors(person: Visitor) -> None:
    said = person.page.locator(".nhsuk-error-summary__list").all_inner_texts()
    assert said == [], f"{urlsplit(person.page.url).path}: {said}"
