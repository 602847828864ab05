from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from portal.web import checks
from portal.web.fields import (
    Choice,
    ChoiceField,
    ConfirmField,
    DateField,
    EmailField,
    Form,
    HoursField,
    LongTextField,
    ManyField,
    MoneyField,
    PasswordField,
    SelectField,
    TextField,
    WholeNumberField,
    error_summary,
)

ODD = "Your answer has a character we cannot store. Type it again."
AMOUNT = "Enter an amount in pounds, like 1,250 or 1250.50"
WHOLE = "Enter a whole number, like 12"


class All(Form):
    title = TextField("Title", limit=10)
    why = LongTextField("Why", words=3, limit=30)
    mail = EmailField("Email")
    secret = PasswordField("Password")
    cost = MoneyField("Cost", most=2_000_000)
    hours = HoursField("Hours")
    people = WholeNumberField("People", least=1, most=40)
    kind = ChoiceField("Kind", choices=[("a", "A"), ("b", "B")])
    many = ManyField("Many", choices=[("a", "A"), ("b", "B"), Choice("n", "None", exclusive=True)])
    job = SelectField("Job", choices=[("a", "A")])
    sure = ConfirmField("Sure")


@pytest.mark.parametrize(
    ("name", "typed", "data"),
    [
        ("title", "  a  b ", "a b"),
        ("title", "1234567890", "1234567890"),
        ("title", "ŵŷŵŷŵŷŵŷŵŷ", "ŵŷŵŷŵŷŵŷŵŷ"),
        ("title", "a\x07b", "ab"),
        ("why", " a\r\nb\rc ", "a\nb\nc"),
        ("why", "", ""),
        ("mail", " a@example.nhs.uk ", "a@example.nhs.uk"),
        ("secret", " two  words ", " two  words "),
        ("cost", "20,000", 2_000_000),
        ("cost", "£20,000", 2_000_000),
        ("cost", "1250.5", 125_050),
        ("cost", " ", None),
        ("cost", "0", 0),
        ("hours", "7.5", 750),
        ("hours", "168", 16_800),
        ("people", "1", 1),
        ("people", "40", 40),
        ("kind", "b", "b"),
        ("kind", "", ""),
        ("job", "a", "a"),
        ("many", ["b", "a", "b"], ["a", "b"]),
        ("many", ["n"], ["n"]),
        ("sure", "yes", True),
    ],
)
def test_what_is_understood(sent, name, typed, data):
    form = sent(All, {name: typed})
    assert form[name].errors == []
    assert form[name].data == data


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("title", "a\x00b", ODD),
        ("title", "12345678901", "Your answer must be 10 characters or fewer. You have 11."),
        ("why", "a b c d", "Why must be 3 words or fewer. You have 4."),
        ("why", "a" * 31, "Your answer must be 30 characters or fewer. You have 31."),
        ("mail", "a@b", "Enter an email address in the correct format, like name@example.com"),
        ("secret", "a\x00", ODD),
        ("cost", "£20k", AMOUNT),
        ("cost", "1e3", AMOUNT),
        ("cost", "sNaN", AMOUNT),
        ("cost", "-5", AMOUNT),
        ("cost", "1_000", AMOUNT),
        ("cost", "٢٠", AMOUNT),
        ("cost", "2,00", AMOUNT),
        ("cost", "20,000.01", "Cost must be £20,000 or less"),
        ("hours", "1e1", "Enter a number of hours, like 7.5"),
        ("hours", "168.01", "Hours must be 168 or less"),
        ("people", "1.5", WHOLE),
        ("people", "1_0", WHOLE),
        ("people", "٣", WHOLE),
        ("people", "9" * 13, WHOLE),
        ("people", "0", "People must be 1 or more"),
        ("people", "41", "People must be 40 or less"),
        ("kind", "c", "Choose one of the answers shown"),
        ("job", "c", "Choose one of the answers shown"),
        ("many", ["a", "z"], "Choose one of the answers shown"),
        ("many", ["a", "n"], 'Choose "None" or other answers, not both'),
    ],
)
def test_what_is_refused_says_why_and_is_kept(sent, page, name, typed, words):
    form = sent(All, {name: typed})
    assert [str(one) for one in form[name].errors] == [words]
    if isinstance(typed, str) and name not in {"secret", "kind", "job"}:
        assert form[name].shown == typed.replace("\x00", "")
    assert f"{form[name]()}".count("nhsuk-error-message") == 1


def test_a_lone_surrogate_is_refused_and_the_page_can_still_be_sent(page):
    form = All(MultiDict({"title": "a\ud800b"}), meta={"csrf": False})
    assert form.validate() is False
    assert form.title.errors == [ODD]
    form.title().encode()


class Needed(Form):
    title = TextField("Title", needed="Enter a title")
    kind = ChoiceField("Kind", choices=[("a", "A")], needed="Choose a kind")
    many = ManyField("Many", choices=[("a", "A")], needed="Choose some")
    cost = MoneyField("Cost", needed="Enter the cost")
    start = DateField("First day", needed="Enter the first day")
    sure = ConfirmField("Sure", needed="Tick the box")


def test_each_needed_answer_has_its_own_words_in_order(sent, page):
    form = sent(Needed, {"title": " "})
    assert [form[name].errors for name in form.data if name != "csrf_token"] == [
        ["Enter a title"],
        ["Choose a kind"],
        ["Choose some"],
        ["Enter the cost"],
        ["Enter the first day"],
        ["Tick the box"],
    ]
    summary = error_summary(form)
    hrefs = ("#title", "#kind", "#many", "#cost", "#start-day", "#sure")
    places = [summary.index(f'href="{href}"') for href in hrefs]
    assert places == sorted(places)
    drawn = "".join(field() for field in form.questions())
    assert all(f'id="{href[1:]}"' in drawn for href in hrefs)


def test_zero_is_an_answer(sent):
    assert sent(Needed, {"cost": "0"}).cost.errors == []


class Start(Form):
    start = DateField(
        "First day",
        checks=[checks.not_before(date(2027, 1, 1)), checks.not_after(date(2027, 12, 31))],
    )


@pytest.mark.parametrize(
    ("typed", "data"),
    [
        (("6", "4", "2027"), date(2027, 4, 6)),
        (("06", " 04 ", "2027"), date(2027, 4, 6)),
        (("6", "April", "2027"), date(2027, 4, 6)),
        (("6", "apr", "2027"), date(2027, 4, 6)),
        (("6", "Ebrill", "2027"), date(2027, 4, 6)),
        (("1", "1", "2027"), date(2027, 1, 1)),
        (("31", "12", "2027"), date(2027, 12, 31)),
        (("", " ", ""), None),
    ],
)
def test_dates_that_are_understood(sent, typed, data):
    form = sent(Start, dict(zip(("start-day", "start-month", "start-year"), typed, strict=True)))
    assert form.start.errors == []
    assert form.start.data == data


@pytest.mark.parametrize(
    ("typed", "words", "focus"),
    [
        (("30", "2", "2027"), "First day must be a real date", "start-day"),
        (("29", "2", "2027"), "First day must be a real date", "start-day"),
        (("32", "1", "2027"), "First day must be a real date", "start-day"),
        (("1", "13", "2027"), "First day must be a real date", "start-month"),
        (("1", "٣", "2027"), "First day must be a real date", "start-month"),
        (("1", "1", "27"), "Year must have 4 numbers, like 2027", "start-year"),
        (("1", "1", "0000"), "First day must be a real date", "start-day"),
        (("", "4", "2027"), "First day must include a day", "start-day"),
        (("6", "", "2027"), "First day must include a month", "start-month"),
        (("6", "", ""), "First day must include a month and a year", "start-month"),
        (("6", "4\x00", "2027"), ODD, "start-day"),
        (("31", "12", "2026"), "First day must be Friday 1 January 2027 or later", "start-day"),
        (("1", "1", "2028"), "First day must be Friday 31 December 2027 or earlier", "start-day"),
    ],
)
def test_dates_that_are_refused(sent, page, typed, words, focus):
    form = sent(Start, dict(zip(("start-day", "start-month", "start-year"), typed, strict=True)))
    assert [str(one) for one in form.start.errors] == [words]
    assert form.start.focus_id == focus
    drawn = form.start()
    assert f'id="{focus}"' in drawn
    assert all(f'value="{part.strip(chr(0))}"' in drawn for part in typed)


@pytest.mark.parametrize(
    ("name", "data", "shown"),
    [
        ("cost", 125_050, "1,250.50"),
        ("cost", 125_000, "1,250"),
        ("cost", None, ""),
        ("hours", 750, "7.5"),
        ("people", 12, "12"),
        ("title", None, ""),
    ],
)
def test_stored_answers_are_written_as_people_type_them(page, name, data, shown):
    form = All(data={name: data})
    assert form[name].shown == shown
    assert form.people.errors == ()


def test_a_stored_date_fills_its_boxes(page):
    assert 'value="2027"' in Start(data={"start": date(2027, 4, 6)}).start()


def test_a_password_is_never_written_back(sent, page):
    assert "hunter2" not in sent(All, {"secret": "hunter2\x00"}).secret()


class Words(Form):
    title = TextField("<b>Title</b>", hint="<i>hint</i>", optional=True)
    how = ChoiceField("How", choices=[("a", "<u>A</u>"), Choice("o", "Other", shows="other")])
    other = TextField("Say what")


def test_words_are_escaped_and_an_optional_question_says_so(page):
    drawn = Words().title()
    assert "&lt;b&gt;Title&lt;/b&gt; (optional)" in drawn
    assert "&lt;i&gt;hint&lt;/i&gt;" in drawn
    assert "&lt;u&gt;A&lt;/u&gt;" in Words().how()
    assert " required" not in drawn


def test_a_field_under_a_choice_is_drawn_once(page):
    form = Words()
    drawn = "".join(field() for field in form.questions())
    assert drawn.count('id="other"') == 1


def test_a_label_can_be_the_heading(page):
    drawn = Words().title(heading=True, caption="Section 1 of 7")
    assert "<h1" in drawn
    assert "nhsuk-label--l" in drawn
    assert "Section 1 of 7" in drawn


def test_a_refusal_from_outside_joins_the_summary(sent, page):
    form = sent(Words, {"title": "a"})
    assert error_summary(form) == ""
    form.refuse("title", "<b>Taken</b>")
    form.refuse(None, "The call closed at 5pm")
    summary = error_summary(form)
    assert "&lt;b&gt;Taken&lt;/b&gt;" in summary
    assert "The call closed at 5pm" in summary
    assert form.errors


def test_the_first_wrong_check_is_the_only_one_told(sent):
    class Two(Form):
        a = TextField(
            "A",
            checks=[
                checks.passes(lambda text: text == "x", "Must be x"),
                checks.max_words(1),
                checks.matches("b", "Must be the same"),
            ],
        )
        b = TextField("B")

    assert sent(Two, {"a": "y z"}).a.errors == ["Must be x"]
    assert sent(Two, {"a": "x", "b": "y"}).a.errors == ["Must be the same"]
    assert sent(Two, {"a": "x", "b": "x"}).a.errors == []


def _both(made, **given):
    """The same form twice, its words remembered and not."""
    return [
        type("Asking", (Form,), {"asked": made(remembered=remembered)})(**given)
        for remembered in (True, False)
    ]


@pytest.mark.parametrize(
    ("made", "typed"),
    [
        (lambda **kw: TextField("A <b>question", hint="Why", limit=5, **kw), "x<y"),
        (lambda **kw: TextField("A question", optional=True, **kw), ""),
        (lambda **kw: LongTextField("Long", words=3, **kw), "a & b\nc"),
        (lambda **kw: LongTextField("Long", rows=9, **kw), "</textarea>"),
        (lambda **kw: ChoiceField("One", choices=[("a", "A"), ("b", "B")], **kw), "b"),
        (lambda **kw: ManyField("Some", choices=[("a", "A"), ("b", "B")], **kw), ["a", "b"]),
    ],
)
def test_a_question_whose_words_are_remembered_looks_the_same(page, made, typed):
    remembered, drawn = _both(made, data={"asked": typed})
    for _again in range(2):
        assert remembered.asked() == drawn.asked()
    assert remembered.asked(heading=True) == drawn.asked(heading=True)


def test_an_error_is_drawn_anew_beside_a_question_whose_words_are_remembered(page):
    made = lambda **kw: TextField("A question", needed="Say something", **kw)  # noqa: E731
    remembered, drawn = _both(made, formdata=MultiDict({"asked": ""}))
    assert not remembered.validate()
    assert not drawn.validate()
    assert "Say something" in remembered.asked()
    assert remembered.asked() == drawn.asked()
