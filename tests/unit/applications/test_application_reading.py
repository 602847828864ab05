"""Who reads which answers, and how far an application has come."""

import pytest

from portal.applications import host
from portal.applications.progress import Status, gaps, steps
from portal.applications.reading import answers_for, hours_a_month, sections_for
from portal.kernel.language import Text
from portal.schemes.questions import Audience, Question, QuestionKind, Section, SectionKind
from tests.unit.applications import made_applications as made


def labels(one, audience) -> set[str]:
    return {answered.label for answered in answers_for(one, audience)}


MENTOR = "Who will be your mentor?"
COVER = "Who could cover your work?"
PROBLEM = "What problem does it deal with, and how do you know?"
TITLE = "What is your project called?"
JOB = "What is your job?"
FUNDING = "Have you asked for money elsewhere?"


@pytest.mark.parametrize(
    ("audience", "reads", "never"),
    [
        (Audience.REVIEWER, {TITLE, PROBLEM}, {MENTOR, COVER, JOB, FUNDING}),
        (Audience.PANEL, {TITLE, PROBLEM, MENTOR, COVER, JOB, FUNDING}, set()),
        (Audience.MANAGER, {TITLE, COVER, JOB}, {MENTOR, PROBLEM, FUNDING}),
        (Audience.FINANCE, {TITLE, JOB, FUNDING}, {MENTOR, PROBLEM, COVER}),
        (Audience.PUBLIC, {TITLE}, {MENTOR, PROBLEM, COVER, JOB, FUNDING}),
        (None, {TITLE, PROBLEM, MENTOR, COVER, JOB, FUNDING}, set()),
    ],
)
def test_each_audience_reads_its_own_questions_and_no_others(audience, reads, never):
    found = labels(made.application(), audience)
    assert reads <= found
    assert not never & found


@pytest.mark.parametrize("key", ["small-grant", "protected-time", "secondment"])
@pytest.mark.parametrize("audience", list(Audience))
def test_nothing_is_read_that_the_scheme_does_not_show(key, audience):
    one = made.application(made.call(key))
    asked = [q for q in one.call.document.questions if q.kind is not QuestionKind.FILE]
    shown = {str(q.label) for q in asked if q.is_visible_to(audience)}
    about = {JOB, "Which team do you work in?"}
    names_host = any(section.names_host for section in one.call.document.sections)
    asked_of_host = {str(q.label) for q in host.questions() if q.is_visible_to(audience)}
    assert labels(one, audience) - about == (shown | asked_of_host if names_host else shown)
    reads_about = audience not in {Audience.REVIEWER, Audience.PUBLIC, Audience.HOST}
    assert (about <= labels(one, audience)) is reads_about


def test_a_section_without_a_readable_answer_leaves_no_trace():
    keys = [read.section.key for read in sections_for(made.application(), Audience.REVIEWER)]
    assert keys == ["project"]


def asking(kind: QuestionKind, **values) -> Question:
    return Question(key="q", label=Text("Which?"), kind=kind, **values)


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("", "Not provided"),
        (None, "Not provided"),
        ("research", "Research"),
        ("gone", "Not provided"),
    ],
)
def test_a_choice_is_read_in_words(stored, words):
    one = made.application()
    entry = next(e for e in one.sections if e.key == "project")
    entry.answers = {**entry.answers, "work_kind": stored}
    read = dict(answers_for(one, None))
    assert read["What kind of work is it?"] == words


@pytest.mark.parametrize(
    ("is_there", "is_complete", "pence", "status"),
    [
        (False, False, 1, Status.NOT_STARTED),
        (True, False, 1, Status.IN_PROGRESS),
        (True, False, 2_000_001, Status.IN_PROGRESS),
        (True, True, 2_000_000, Status.DONE),
        (True, True, 2_000_001, Status.ATTENTION),
    ],
)
def test_the_status_of_a_section(is_there, is_complete, pence, status):
    one = made.application()
    entry = next(e for e in one.sections if e.key == "costs")
    entry.is_complete = is_complete
    made.cost(one, pence)
    if not is_there:
        one.sections.remove(entry)
    found = {step.section.key: step for step in steps(one)}
    assert found["costs"].status is status
    assert found["costs"].is_gap is (status is not Status.DONE)
    assert found["time"].status is Status.DONE


@pytest.mark.parametrize(
    ("required", "saved", "is_gap"),
    [(True, False, True), (False, False, False), (False, True, True)],
)
def test_a_page_without_required_questions_may_be_left_out_but_not_half_done(
    required, saved, is_gap
):
    section = Section(
        key="extra",
        kind=SectionKind.QUESTIONS,
        title=Text("More"),
        questions=(asking(QuestionKind.SHORT_TEXT, required=required),),
    )
    one = made.application(made.call(definition={"sections": (section,)}))
    one.sections.clear()
    if saved:
        made.entry(one, "extra", {}, is_complete=False)
    assert bool(gaps(steps(one))) is is_gap


@pytest.mark.parametrize(
    ("hundredths", "words"),
    [(100, "1 hour a month"), (25, "0.25 hours a month"), (200, "2 hours a month")],
)
def test_one_hour_is_one_hour(hundredths, words):
    assert hours_a_month(hundredths) == words
