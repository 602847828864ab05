"""What may be shown of the record of release, and that no small count can be worked out of it."""

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from portal.approvals.lifecycle import Seat
from portal.approvals.wording import RELEASES
from portal.schemes.definition import Stage
from portal.uptake.disclosure import HIDDEN, Protected, protect
from portal.uptake.groups import TOTAL
from portal.uptake.measures.waiting import Wait
from portal.uptake.release.audit import Printed, Span, Sum, ranges, repaired
from portal.uptake.release.counts import Counts, Tally
from portal.uptake.release.table import build

SEATS = [seat.value for seat in Seat]
REASONS = ["winter_pressure", "vacancies", "dates"]
COLUMNS = ("decided", "refused", "no_answer", "waiting")


def tally(decided, refused=0, no_answer=0, waiting=0, days=3):
    waits = [Wait(days, True)] * decided + [Wait(40, False)] * (no_answer + waiting)
    return Tally(decided - refused, refused, no_answer, waiting, 0, tuple(waits))


def together(tallies):
    found = list(tallies)
    return Tally(
        *(
            sum(getattr(each, name) for each in found)
            for name in ("agreed", "refused", "no_answer", "waiting", "conditional")
        ),
        waits=tuple(wait for each in found for wait in each.waits),
    )


def counts(groups, stages=None, seats=None, reasons=None):
    release = together(groups.values())
    return Counts(
        groups=groups,
        release=release,
        stages=stages or {Stage.LINE_MANAGER: release},
        seats=seats or {"approver": release.decided},
        reasons=reasons or {"dates": release.refused},
    )


def printed(row):
    return tuple(str(getattr(row, name)) for name in COLUMNS)


def test_a_worked_example():
    """Worked out by hand: 103 nurses' requests decided, 21 of them refused; and so on."""
    table = build(
        counts(
            {"nurses": tally(103, 21, 9, 4), "midwives": tally(16, 16), "doctors": tally(48, 0, 0)},
            reasons={"winter_pressure": 24, "dates": 13},
        ),
        SEATS,
        REASONS,
    )
    nurses, midwives, doctors = table.rows
    # 21 is printed 20, of 105: 19%; Wilson of 20 in 105 is 12.7% to 27.6%.
    # The 9 without an answer are all there are: shown, they would tell that few others had none.
    assert printed(nurses) == ("105", "20", "c", "c")
    assert (nurses.rate_text, nurses.unanswered_text) == ("19%", "c")
    assert nurses.interval == pytest.approx((0.1268, 0.2761), abs=0.0005)
    # All 16 and none of 48 tell of each one of them.
    assert printed(midwives)[:2] == ("15", "c")
    assert printed(doctors)[:2] == ("50", "c")
    assert {midwives.rate, doctors.rate} == {None}
    assert printed(table.total) == ("165", "35", "10", "c")
    assert table.total.rate_text == "21%"
    # 35 less 25 less 15 leaves at most one for vacancies: so the next smallest is hidden too.
    assert table.reasons == (
        ("winter_pressure", Protected(25)),
        ("vacancies", HIDDEN),
        ("dates", HIDDEN),
    )


def test_groups_stand_in_the_fixed_order():
    table = build(counts({"doctors": tally(30), "nurses": tally(30)}), SEATS, REASONS)
    assert [row.key for row in table.rows] == ["nurses", "doctors"]


@pytest.mark.parametrize(
    ("decided", "shown", "quartiles"),
    [(0, False, False), (7, False, False), (8, True, False), (17, True, False), (18, True, True)],
)
def test_days_stand_beside_a_printed_count_alone(decided, shown, quartiles):
    found = build(counts({"nurses": tally(decided, 0, 3)}), SEATS, REASONS).rows[0].times
    assert (found.is_shown, found.has_quartiles) == (shown, quartiles)
    assert (found.median is not None) is shown


def test_reasons_are_not_shown_of_few():
    assert build(counts({"nurses": tally(60, 7)}), SEATS, REASONS).reasons == ()
    assert build(counts({"nurses": tally(60, 8)}), SEATS, REASONS).reasons != ()


def test_who_has_conditions_is_not_told_of_few():
    few = Tally(agreed=30, conditional=3)
    many = Tally(agreed=30, conditional=9)
    found = [build(counts({"nurses": each}), SEATS, REASONS).conditional for each in (few, many)]
    assert found == [HIDDEN, Protected(10)]


def test_a_count_that_the_others_give_away_takes_another_with_it():
    # Two of 8 are printed 10, their total of 17 is printed 15: so the third is 0 or 1.
    column = Printed(
        {TOTAL: protect(17), "a": protect(8), "b": protect(8), "d": protect(1)},
        (Sum(TOTAL, ("a", "b", "d")),),
    )
    primary = frozenset({"d"})
    assert ranges(column, column.printed, primary)["d"] == Span(1, 1)
    found = repaired(column)
    assert [name for name, count in found.items() if count.hidden] == ["a", "d"]
    assert ranges(column, found, primary)["d"] == Span(1, 7)


small = st.one_of(st.integers(0, 12), st.integers(0, 40))


@st.composite
def worlds(draw):
    names = ["nurses", "midwives", "ahps", "doctors"][: draw(st.integers(1, 4))]
    groups = {}
    for name in names:
        decided = draw(small)
        groups[name] = tally(decided, draw(st.integers(0, decided)), draw(small), draw(small))
    groups = {name: each for name, each in groups.items() if each.asked}
    release = together(groups.values())
    first = Tally(
        *(
            draw(st.integers(0, getattr(release, name)))
            for name in ("agreed", "refused", "no_answer", "waiting")
        )
    )
    second = Tally(
        release.agreed - first.agreed,
        release.refused - first.refused,
        release.no_answer - first.no_answer,
        release.waiting - first.waiting,
    )
    stages = {Stage.LINE_MANAGER: first, Stage.HEAD_OF_SERVICE: second}
    return counts(
        groups,
        {key: each for key, each in stages.items() if each.asked},
        split(draw, release.decided, SEATS[:3]),
        split(draw, release.refused, REASONS),
    )


def split(draw, whole, keys):
    found = {}
    for key in keys[:-1]:
        found[key] = draw(st.integers(0, whole))
        whole -= found[key]
    return found | {keys[-1]: whole}


def cells(found, table):
    """Every printed count with its true value, by a name, and which of them add up."""
    true, shown, sums = {}, {}, []
    rows = {TOTAL: (found.release, table.total)}
    rows |= {row.key: (found.groups[row.key], row) for row in table.rows}
    rows |= {row.key: (found.stages[Stage(row.key)], row) for row in table.stages}
    for key, (tallied, row) in rows.items():
        for column in COLUMNS:
            true[column, key] = getattr(tallied, column)
            shown[column, key] = getattr(row, column)
    for column in COLUMNS:
        groups = [(column, row.key) for row in table.rows]
        stages = [(column, row.key) for row in table.stages if Stage(row.key) in RELEASES]
        sums += [((column, TOTAL), groups), ((column, TOTAL), stages)]
    for column, listed, tallied in (
        ("decided", table.seats, found.seats),
        ("refused", table.reasons, found.reasons),
    ):
        for key, count in listed:
            true[column, f"list {key}"], shown[column, f"list {key}"] = tallied.get(key, 0), count
        if listed:
            sums.append(((column, TOTAL), [(column, f"list {key}") for key, _count in listed]))
    return true, shown, sums


def alone(name, value, count):
    """What a count can be by its own print; one hidden for the sake of another, anything."""
    if count.shown is not None:
        spread = 2 if count.shown else 0
        return count.shown - spread, count.shown + spread
    if value > 7:
        return 0, 10_000
    return (0 if name[0] in ("refused", "no_answer") else 1), 7


def candidates(true, shown, sums, wanted):
    """The least and the most that a count can be for one who knows all that is printed."""
    names = list(true)
    place = {name: number for number, name in enumerate(names)}
    least, most = zip(*(alone(name, true[name], shown[name]) for name in names), strict=True)
    lines = []
    for whole, parts in sums:
        line = np.zeros(len(names))
        line[place[whole]] = -1
        for part in parts:
            line[place[part]] = 1
        lines.append((line, 0))
    for column, key in names:
        if column == "refused" and ("decided", key) in place and not key.startswith("list"):
            line = np.zeros(len(names))
            line[place[column, key]], line[place["decided", key]] = 1, -1
            lines.append((line, -np.inf))
    matrix = np.array([line for line, _least in lines])
    rules = LinearConstraint(matrix, [low for _line, low in lines], np.zeros(len(lines)))
    found = []
    for sign in (1, -1):
        aim = np.zeros(len(names))
        aim[place[wanted]] = sign
        answer = milp(
            aim, constraints=rules, bounds=Bounds(least, most), integrality=np.ones(len(names))
        )
        assert answer.success, answer.message
        found.append(round(answer.x[place[wanted]]))
    return found


@settings(max_examples=int(os.environ.get("RELEASE_EXAMPLES", "60")), deadline=None)
@given(worlds())
def test_no_small_count_can_be_worked_out_of_all_that_is_printed(found):
    table = build(found, SEATS[:3], REASONS)
    true, shown, sums = cells(found, table)
    for name, value in true.items():
        if not 1 <= value <= 4:
            continue
        assert shown[name].hidden
        least, most = candidates(true, shown, sums, name)
        assert most - least + 1 >= 4, (name, value, least, most)
        assert most >= 5, (name, value, least, most)


@given(worlds())
def test_only_rounded_numbers_are_shown_and_no_rate_of_none_or_all(found):
    table = build(found, SEATS[:3], REASONS)
    for row in (*table.rows, table.total, *table.stages):
        if row.rate:
            assert row.rate.people >= 20
            assert 0 < row.rate.events < row.rate.people
        if row.decided.hidden:
            assert not row.times.is_shown
            assert row.refused.hidden


@given(worlds(), st.data())
def test_what_prints_the_same_is_the_same(found, data):
    """Only the printed counts decide what else is hidden: another board behind them shows no more."""
    table = build(found, SEATS[:3], REASONS)
    key = data.draw(st.sampled_from(sorted(found.groups) or [""]))
    if not key or found.groups[key].waiting < 8:
        return
    other = {**found.groups, key: moved(found.groups[key])}
    stage = data.draw(st.sampled_from(sorted(found.stages)))
    stages = {**found.stages, stage: moved(found.stages[stage])}
    again = build(counts(other, stages, found.seats, found.reasons), SEATS[:3], REASONS)
    pairs = [*waiting_of(found, other), (found.stages[stage].waiting, stages[stage].waiting)]
    if all(protect(a) == protect(b) for a, b in pairs):
        assert [printed(row) for row in again.rows] == [printed(row) for row in table.rows]


def moved(each):
    return Tally(each.agreed, each.refused, each.no_answer, each.waiting + 1, waits=each.waits)


def waiting_of(found, other):
    yield found.release.waiting, together(other.values()).waiting
    for key, each in other.items():
        yield found.groups[key].waiting, each.waiting
