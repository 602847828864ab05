"""A section of the application, and one question of it."""

from dataclasses import replace
from typing import Any

from portal.designer.forms.base import (
    YES,
    ItemForm,
    Offers,
    as_choice,
    line,
    lines,
    refuse,
    text_data,
    welsh_line,
    welsh_lines,
    yes_or_no,
)
from portal.designer.forms.options import options_of, read_options, words_of
from portal.designer.keys import key_of
from portal.kernel.language import _, lazy
from portal.schemes.definition import ROUTE, Definition
from portal.schemes.questions import (
    CHOICES,
    TEXTS,
    Audience,
    Question,
    QuestionKind,
    Round,
    Section,
    SectionKind,
)
from portal.web.fields import (
    ChoiceField,
    ConfirmField,
    LongTextField,
    ManyField,
    SelectField,
    WholeNumberField,
)

MOST_FILES = 10  # in one place
SECTION_LABELS = {
    SectionKind.QUESTIONS: lazy("Questions of your own"),
    SectionKind.ABOUT: lazy("About the applicant, from the staff list"),
    SectionKind.TIME: lazy("Time: dates and hours"),
    SectionKind.COSTS: lazy("Costs: pay and other costs"),
    SectionKind.RELEASE: lazy("Manager and cover"),
    SectionKind.PEOPLE: lazy("People: who helps, and a mentor"),
    SectionKind.DECLARATIONS: lazy("Declarations: lines to tick before sending"),
    SectionKind.FILES: lazy("Files: documents and pictures"),
}
ROUND_LABELS = {
    Round.FULL: lazy("In the full form"),
    Round.FIRST: lazy("In the first step, which everybody sends"),
}
QUESTION_LABELS = {
    QuestionKind.SHORT_TEXT: lazy("A line of text"),
    QuestionKind.LONG_TEXT: lazy("A longer text"),
    QuestionKind.ONE_OF: lazy("One of some answers"),
    QuestionKind.MANY_OF: lazy("Any of some answers"),
    QuestionKind.YES_NO: lazy("Yes or no, or a line to tick"),
    QuestionKind.FILE: lazy("Files, in a section of files"),
}
AUDIENCE_LABELS = {
    Audience.REVIEWER: lazy("Reviewers, who may not see names"),
    Audience.PANEL: lazy("The panel"),
    Audience.MANAGER: lazy("The manager"),
    Audience.FINANCE: lazy("Finance"),
    Audience.HOST: lazy("The host, where one must agree"),
    Audience.PUBLIC: lazy("The public, once there is an award"),
}


class SectionForm(ItemForm):
    """One page of the application."""

    title = line(lazy("Name"), needed=lazy("Write this in English"))
    title_cy = welsh_line(lazy("Name"))
    hint = lines(lazy("Hint"), optional=True, hint=lazy("Read at the top of the page."), rows=2)
    hint_cy = welsh_lines(lazy("Hint"), rows=2)
    kind = ChoiceField(
        lazy("What is on this page?"),
        choices=[(kind.value, label) for kind, label in SECTION_LABELS.items()],
        needed=lazy("Choose what is on this page"),
        hint=lazy("You can add questions of your own to each of them."),
    )
    stage = ChoiceField(
        lazy("When is it filled in?"),
        choices=[(each.value, label) for each, label in ROUND_LABELS.items()],
        needed=lazy("Choose when it is filled in"),
        hint=lazy(
            "With a first step, people send a short form of at most 8 questions. "
            "You read it, and only those you invite fill in the full form."
        ),
    )
    needs_mentor = ConfirmField(
        lazy("A mentor must agree before it can be sent"), hint=lazy("For a page of people alone.")
    )

    @classmethod
    def data_of(cls, item: Section) -> dict[str, Any]:
        """Return what the fields show."""
        texts = text_data("title", item.title) | text_data("hint", item.hint)
        return {
            **texts,
            "kind": item.kind.value,
            "stage": item.stage.value,
            "needs_mentor": item.needs_mentor,
        }

    def item(self, old: Section | None, says: Definition) -> Section:
        """Return the section; its key and its questions stay."""
        key = old.key if old else key_of(self.title.data, {s.key for s in says.sections})
        return Section(
            key=key,
            kind=SectionKind(self.kind.data),
            stage=Round(self.stage.data),
            title=self.text("title"),
            hint=self.text_or_none("hint"),
            questions=old.questions if old else (),
            needs_mentor=self.needs_mentor.data,
        )

    def validate_needs_mentor(self, field: ConfirmField) -> None:
        """Ask for a mentor only on the page on which one is named."""
        if field.data and self.kind.data != SectionKind.PEOPLE.value:
            refuse(_("A mentor can only be asked for on a page of people"))


class QuestionForm(ItemForm):
    """One question. Its answers to choose from are lines of a text."""

    label = lines(lazy("Question"), needed=lazy("Write this in English"), rows=2, limit=500)
    label_cy = welsh_lines(lazy("Question"), rows=2, limit=500)
    hint = lines(lazy("Hint"), optional=True, rows=2)
    hint_cy = welsh_lines(lazy("Hint"), rows=2)
    kind = ChoiceField(
        lazy("How is it answered?"),
        choices=[(kind.value, label) for kind, label in QUESTION_LABELS.items()],
        needed=lazy("Choose how it is answered"),
    )
    max_words = WholeNumberField(
        lazy("Most words"),
        optional=True,
        suffix=lazy("words"),
        hint=lazy("For texts alone. Fewer words are kinder to whoever writes and reads."),
        least=1,
        most=5_000,
    )
    most_files = WholeNumberField(
        lazy("Most files"),
        optional=True,
        suffix=lazy("files"),
        hint=lazy("For files alone. A PDF, Word document or picture each, smaller than 10MB."),
        least=1,
        most=MOST_FILES,
    )
    options = LongTextField(
        lazy("Answers to choose from"),
        optional=True,
        hint=lazy("For choices alone. One answer on each line."),
        limit=6_000,
    )
    options_cy = welsh_lines(
        lazy("Answers to choose from"),
        hint=lazy("The same answers in the same order. Put a dash where there is no Welsh yet."),
        limit=6_000,
        rows=5,
    )
    required = yes_or_no(
        lazy("Must it be answered?"), lazy("Yes"), lazy("No, it can be left empty")
    )
    visible_to = ManyField(
        lazy("Who may read the answer?"),
        choices=[(each.value, label) for each, label in AUDIENCE_LABELS.items()],
        hint=lazy("The applicant and your office always may. Keep names away from reviewers."),
    )
    is_route = ConfirmField(
        lazy("Limits differ by the answer"),
        hint=lazy(
            "For a scheme with two ways, such as a full course or a short one. "
            "Each limit may then be for one of the answers."
        ),
    )
    section = SelectField(lazy("In which section?"), empty=None, needed=lazy("Choose a section"))

    def prepare(self, says: Definition, offers: Offers) -> None:
        """Offer the sections, with the one that it is in now chosen."""
        self._says = says
        self.section.choices = [(section.key, section.title) for section in says.sections]

    @classmethod
    def data_of(cls, item: Question) -> dict[str, Any]:
        """Return what the fields show."""
        english, welsh = words_of(item.options)
        return {
            **text_data("label", item.label),
            **text_data("hint", item.hint),
            "kind": item.kind.value,
            "max_words": item.max_words,
            "most_files": item.most_files,
            "options": english,
            "options_cy": welsh,
            "required": as_choice(item.required),
            "visible_to": item.visible_to,
            "is_route": item.key == ROUTE,
        }

    def item(self, old: Question | None, says: Definition) -> Question:
        """Return the question. Its key stays, unless it begins or ends to be the one of routes."""
        made = Question(
            key=self._key(old, says),
            label=self.text("label"),
            kind=QuestionKind(self.kind.data),
            hint=self.text_or_none("hint"),
            max_words=self.max_words.data,
            most_files=self.most_files.data,
            required=self.required.data == YES,
            visible_to=frozenset(Audience(each) for each in self.visible_to.data),
        )
        lines_typed = read_options(self.options.data, self.options_cy.data)
        return replace(made, options=options_of(lines_typed, old.options if old else ()))

    def _key(self, old: Question | None, says: Definition) -> str:
        if self.is_route.data:
            return ROUTE
        if old is not None and old.key != ROUTE:
            return old.key
        taken = {question.key for question in says.questions} | {ROUTE}
        return key_of(self.label.data, taken)

    def moves_to(self) -> str:
        """Return the list of the section that was chosen."""
        return f"questions.{self.section.data}" if self.section.data else ""

    def validate_max_words(self, field: WholeNumberField) -> None:
        """Refuse a limit on what is not a text."""
        if field.data is not None and self.kind.data not in {kind.value for kind in TEXTS}:
            refuse(_("Leave this empty: only texts have a limit on words"))

    def validate_most_files(self, field: WholeNumberField) -> None:
        """Want a number for files, and none for anything else."""
        is_file = self.kind.data == QuestionKind.FILE.value
        if is_file and field.data is None and not field.errors:
            refuse(_("Say how many files at most"))
        if field.data is not None and not is_file:
            refuse(_("Leave this empty: only files have a number of files"))

    def validate_options(self, field: LongTextField) -> None:
        """Want two different answers or more for a choice, and none for anything else."""
        is_choice = self.kind.data in {kind.value for kind in CHOICES}
        said = [line for line in (field.data or "").split("\n") if line.strip()]
        if said and not is_choice:
            refuse(_("Leave this empty: only choices have answers to choose from"))
        if is_choice and len(said) < 2:
            refuse(_("Give at least two answers, one on each line"))
        if len({line.strip().casefold() for line in said}) < len(said):
            refuse(_("Two of these answers are the same"))
        if len(said) > 40 or any(len(line) > 300 for line in said):
            refuse(_("Give at most 40 answers of 300 letters"))

    def validate_options_cy(self, field: LongTextField) -> None:
        """Want as many lines as in English, or none."""
        english = [line for line in (self.options.data or "").split("\n") if line.strip()]
        welsh = [line for line in (field.data or "").split("\n") if line.strip()]
        if welsh and len(welsh) != len(english):
            refuse(
                _(
                    "There are %(english)s answers in English and %(welsh)s in Welsh. "
                    "Put a dash where there is no Welsh yet.",
                    english=len(english),
                    welsh=len(welsh),
                )
            )

    def validate_is_route(self, field: ConfirmField) -> None:
        """Let limits differ only by one choice that everybody makes."""
        if not field.data:
            return
        if self.kind.data != QuestionKind.ONE_OF.value or self.required.data != YES:
            refuse(_("Limits can differ only by a question with one answer that must be given"))
