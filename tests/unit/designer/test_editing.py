"""Changes to a document: applied to the newest, and never over what somebody else has changed."""

from dataclasses import replace

import pytest

from portal.designer import editing
from portal.designer.editing import ChangedMeanwhile, Full, Seen, Twice
from portal.designer.keys import key_of
from portal.designer.lists import LISTS, list_of, questions_of
from portal.designer.marks import Welsh, digest, welsh_of
from portal.designer.parts import PARTS, part
from portal.kernel.language import Text
from portal.schemes.blank import blank
from portal.schemes.definition import Definition
from portal.schemes.problems import problems
from tests.factories.schemes import definition

SAYS = definition()
PAYS, SECTIONS = LISTS["pays-for"], LISTS["sections"]
ASKS = questions_of("project")
A, B, C, D = (Text(letter) for letter in "ABCD")
LINES = PAYS.put(SAYS, (A, B, C))


def lines(says: Definition) -> str:
    return "".join(text.en for text in says.pays_for)


def seen(text: Text, length: int = 3) -> Seen:
    return Seen(digest(text), length)


def to(text: Text):
    return lambda _old, _says: text


@pytest.mark.parametrize(
    ("now", "name", "was", "after"),
    [
        ("ABC", "1", B, "ADC"),
        ("ABC", "0", A, "DBC"),
        ("BAC", "1", B, "DAC"),  # moved by somebody
        ("BC", "1", B, "DC"),  # the one before it removed
        ("XABC", "1", B, "XADC"),  # one put before it
        ("ADC", "1", B, "ADC"),  # somebody typed the same
    ],
)
def test_a_line_is_changed_wherever_it_stands_now(now, name, was, after):
    says = PAYS.put(SAYS, tuple(Text(letter) for letter in now))
    edited = editing.with_item(says, PAYS, name, seen(was), to(D), PAYS)
    assert lines(edited.says) == after


@pytest.mark.parametrize(
    ("now", "name", "was", "theirs"),
    [
        ("AXC", "1", B, Text("X")),  # changed
        ("AC", "1", B, None),  # removed
        ("", "1", B, None),
        ("ABC", "9", D, None),
        ("ABC", "-1", D, None),
        ("ABC", "²", D, None),
    ],
)
def test_a_line_that_is_not_as_it_was_is_never_overwritten(now, name, was, theirs):
    says = PAYS.put(SAYS, tuple(Text(letter) for letter in now))
    with pytest.raises(ChangedMeanwhile) as changed:
        editing.with_item(says, PAYS, name, seen(was), to(D), PAYS)
    assert changed.value.theirs == theirs


def test_what_is_known_to_be_gone_is_added_again():
    edited = editing.with_item(LINES, PAYS, "1", Seen(editing.GONE), to(D), PAYS)
    assert lines(edited.says) == "ABCD"


def test_a_named_thing_is_known_by_its_name_and_compared_by_what_it_says():
    old = SAYS.question("plan")
    new = replace(old, label=Text("New words"))
    mark = Seen(digest(old))
    assert editing.with_item(SAYS, ASKS, "plan", mark, to(new), ASKS).says.question("plan") == new
    theirs = replace(old, max_words=7)
    meanwhile = editing.with_item(SAYS, ASKS, "plan", mark, to(theirs), ASKS).says
    with pytest.raises(ChangedMeanwhile) as changed:
        editing.with_item(meanwhile, ASKS, "plan", mark, to(new), ASKS)
    assert changed.value.theirs == theirs
    gone = editing.without(SAYS, ASKS, "plan", mark).says
    with pytest.raises(ChangedMeanwhile) as changed:
        editing.with_item(gone, ASKS, "plan", mark, to(new), ASKS)
    assert changed.value.theirs is None


def test_a_section_and_its_questions_are_changed_apart():
    section = SAYS.section("project")
    mark = editing.seen_of(SECTIONS, SAYS.sections, 1)
    without_one = editing.without(SAYS, ASKS, "plan", Seen(digest(SAYS.question("plan")))).says

    def rename(old, _says):
        return replace(old, title=Text("Renamed"))

    after = editing.with_item(without_one, SECTIONS, "project", mark, rename, SECTIONS).says
    assert after.section("project").title.en == "Renamed" and after.question("plan") is None
    whole = editing.whole_seen(SAYS.sections, 1)
    with pytest.raises(ChangedMeanwhile):  # what would go is not what was shown
        editing.without(without_one, SECTIONS, "project", whole)
    assert editing.without(SAYS, SECTIONS, "project", whole).says.section("project") is None
    assert section is not None


def test_a_question_goes_to_another_section():
    old, people = SAYS.question("plan"), questions_of("people")
    after = editing.with_item(SAYS, ASKS, "plan", Seen(digest(old)), to(old), people).says
    assert [q.key for q in after.section("people").questions] == ["mentor", "plan"]
    assert "plan" not in {q.key for q in after.section("project").questions}
    assert len(after.questions) == len(SAYS.questions)


@pytest.mark.parametrize(
    ("name", "was", "step", "after", "place"),
    [
        ("0", A, editing.DOWN, "BAC", 1),
        ("2", C, editing.UP, "ACB", 1),
        ("0", A, editing.UP, "ABC", 0),
        ("2", C, editing.DOWN, "ABC", 2),
        ("0", C, editing.UP, "ACB", 1),  # it stands elsewhere by now
    ],
)
def test_a_thing_moves_one_place_and_stays_at_an_end(name, was, step, after, place):
    edited = editing.moved(LINES, PAYS, name, seen(was), step)
    assert (lines(edited.says), edited.index) == (after, place)


def test_what_is_gone_is_not_moved_or_removed():
    for act in (
        lambda: editing.moved(LINES, PAYS, "0", seen(D), editing.UP),
        lambda: editing.without(LINES, PAYS, "0", seen(D)),
        lambda: editing.without(LINES, PAYS, "none", Seen.read("")),
    ):
        with pytest.raises(ChangedMeanwhile):
            act()


def test_a_list_is_never_longer_than_it_may_be():
    full = PAYS.put(SAYS, tuple(Text(str(n)) for n in range(PAYS.most)))
    with pytest.raises(Full):
        editing.with_new(full, to(D), PAYS)
    assert lines(editing.with_item(full, PAYS, "3", seen(Text("3")), to(D), PAYS).says)


def test_a_name_is_never_there_twice():
    step = SAYS.approvals[0]
    with pytest.raises(Twice):
        editing.with_new(SAYS, to(step), LISTS["approvals"])


def test_settings_changed_meanwhile_are_not_overwritten():
    purpose = part("purpose")
    mark = Seen(digest(purpose.values(SAYS)))
    mine = {**purpose.values(SAYS), "minutes_to_apply": 5}
    assert editing.with_settings(SAYS, purpose, mine, mark).minutes_to_apply == 5
    theirs = replace(SAYS, minutes_to_apply=99)
    with pytest.raises(ChangedMeanwhile):
        editing.with_settings(theirs, purpose, mine, mark)
    same = replace(SAYS, minutes_to_apply=5)
    assert editing.with_settings(same, purpose, mine, mark) == same
    elsewhere = LINES
    after = editing.with_settings(elsewhere, purpose, mine, mark)
    assert lines(after) == "ABC" and after.minutes_to_apply == 5


@pytest.mark.parametrize("text", ["", ".", "a.b", "a.²", "a.999999999", "\x00", "a.-1", "a.1.2"])
def test_a_made_up_mark_fits_nothing(text):
    with pytest.raises(ChangedMeanwhile):
        editing.with_settings(SAYS, part("purpose"), {"name": Text("x")}, Seen.read(text))


def test_every_field_of_a_scheme_is_on_some_page():
    """A field added to the definition must be given a place in the designer."""
    of_forms = {name for each in PARTS for name in each.settings}
    marked = {
        name
        for name in Definition.__dataclass_fields__
        for each in LISTS.values()
        if each.get(SAYS) is getattr(SAYS, name)
    }
    assert of_forms | marked >= set(Definition.__dataclass_fields__)


def test_every_problem_leads_to_a_page():
    broken = replace(
        blank().definition, sections=(), minutes_to_apply=0, criteria=SAYS.criteria[:2],
        caps=(*SAYS.caps, *SAYS.caps), scale=replace(SAYS.scale, low=9),
    )  # fmt: skip
    found = problems(broken)
    placed = [each for one in PARTS for each in one.wrong(found)]
    assert len(found) > 8 and len(placed) == len(found)


@pytest.mark.parametrize("key", ["", "questions", "questions.", "nothing", "pays_for", "Limits"])
def test_there_is_no_other_list(key):
    assert list_of(key) is None


@pytest.mark.parametrize(
    ("words", "taken", "key"),
    [
        ("What is it?", (), "what_is_it"),
        ("What is it?", ("what_is_it",), "what_is_it_2"),
        ("Ŵyn ac ŵyr", (), "wyn_ac_wyr"),
        ("🙂", (), "scheme"),
        ("x" * 300, ("x" * 36,), "x" * 36 + "_2"),
    ],
)
def test_keys_are_made_of_words(words, taken, key):
    assert key_of(words, taken) == key and len(key) <= 40


def test_welsh_is_counted_in_everything_that_has_words():
    assert welsh_of(Text("a", "b"), (Text("c"), Text("")), None, 3) == Welsh(1, 2)
    assert welsh_of(SAYS).missing == 0
    bare = PAYS.put(SAYS, (A, Text("B", "b")))
    assert part("pays").welsh(bare).missing == 1
    criterion = replace(SAYS.criteria[0], anchors={1: Text("x")})
    assert part("scoring").welsh(replace(SAYS, criteria=(criterion,))) == Welsh(1, 2)


def test_an_empty_scheme_can_be_read_and_says_what_is_missing():
    says = blank().definition
    assert Definition.from_json(says.to_json()) == says
    assert {each.where for each in problems(says)} == {"name", "summary", "purpose", "decided_by"}
    assert [s.key for s in says.sections] == ["about", "project", "time", "release", "declarations"]
