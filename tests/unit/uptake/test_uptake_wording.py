import itertools
import re

import pytest
from hypothesis import given, settings

from portal.uptake import wording
from portal.uptake.disclosure import protect
from portal.uptake.groups import FAMILY, noun
from portal.uptake.measures.proportions import Interval
from portal.uptake.measures.verdicts import Verdict
from portal.uptake.table import build
from tests.unit.uptake import made_tables

BANNED = re.compile(
    r"significan|prove|because|bias|discriminat|outperform|no difference|times more|times less"
    r"|rank|league|best|worst|\d\.\d{3}",
    re.IGNORECASE,
)


LIMITS = Interval(0.0784, 0.1983)


def comparison(verdict, awarded=25, others=60, ratio=0.1247, interval=LIMITS):
    return wording.Comparison(
        year="2026",
        verdict=verdict,
        group="nurses",
        awarded=protect(awarded),
        staff=protect(5195),
        reference="doctors and dentists",
        reference_awarded=protect(others),
        reference_staff=protect(1555),
        ratio=ratio,
        interval=interval,
    )


OPENING = (
    "In 2026, 25 of 5,195 nurses were awarded time or money, compared with 60 of 1,555 doctors"
    " and dentists."
)


@pytest.mark.parametrize(
    ("verdict", "ending"),
    [
        (
            Verdict.LOWER,
            (
                "Nurses were 0.12 times as likely to hold an award (95% interval 0.08 to 0.20)."
                " This is unlikely to be chance."
            ),
        ),
        (
            Verdict.HIGHER,
            (
                "Nurses were 0.12 times as likely to hold an award (95% interval 0.08 to 0.20)."
                " This is unlikely to be chance."
            ),
        ),
        (
            Verdict.SMALL,
            (
                "Nurses were slightly less likely to hold an award (0.12 times as likely, 95% interval"
                " 0.08 to 0.20). The difference is real but within the range (0.8 to 1.25) the NHS"
                " treats as non-adverse."
            ),
        ),
        (
            Verdict.SIMILAR,
            (
                "Nurses were about as likely to hold an award (0.12 times as likely, 95% interval 0.08"
                " to 0.20). We can rule out a difference larger than a fifth."
            ),
        ),
        (
            Verdict.CANNOT_TELL,
            (
                "We cannot tell whether nurses differ from doctors and dentists in how likely they are"
                " to hold an award. The figures fit anything from 0.08 to 0.20 times as likely."
            ),
        ),
        (Verdict.TOO_FEW, "Too few to compare. This is not evidence of fairness."),
    ],
)
def test_each_verdict_has_its_sentence(verdict, ending):
    assert wording.sentence(comparison(verdict)) == f"{OPENING} {ending}"


@pytest.mark.parametrize("verdict", [Verdict.NOT_COMPARED, Verdict.REFERENCE])
def test_what_is_not_compared_has_none(verdict):
    assert wording.sentence(comparison(verdict)) == ""


@pytest.mark.parametrize(
    ("verdict", "ending"),
    [
        (Verdict.LOWER, "Nurses were less likely to hold an award. This is unlikely to be chance."),
        (
            Verdict.HIGHER,
            "Nurses were more likely to hold an award. This is unlikely to be chance.",
        ),
        (Verdict.CANNOT_TELL, "in how likely they are to hold an award."),
    ],
)
def test_a_hidden_count_is_seven_or_fewer_and_has_no_ratio(verdict, ending):
    said = wording.sentence(comparison(verdict, awarded=4, ratio=None, interval=None))
    assert "7 or fewer of 5,195 nurses" in said
    assert said.endswith(ending)
    assert "times as likely" not in said


def test_slightly_more_likely_is_said_as_such():
    said = wording.sentence(comparison(Verdict.SMALL, ratio=1.2, interval=Interval(1.1, 1.3)))
    assert "slightly more likely to hold an award (1.2 times as likely" in said


@pytest.mark.parametrize(
    ("ratio", "written"),
    [
        (0.0, "0.00"),
        (0.004, "less than 0.01"),
        (0.005, "0.01"),
        (0.0784, "0.08"),
        (0.1983, "0.20"),
        (0.994, "0.99"),
        (0.996, "1.0"),
        (1.54, "1.5"),
        (9.94, "9.9"),
        (9.96, "10"),
        (14.6, "15"),
        (146.0, "150"),
    ],
)
def test_ratios_have_two_figures(ratio, written):
    assert wording.figure(ratio) == written


@pytest.mark.parametrize(
    ("verdicts", "message"),
    [
        (
            [Verdict.LOWER] * 3 + [Verdict.CANNOT_TELL, Verdict.TOO_FEW],
            "3 of 5 job groups hold fewer awards per person than doctors and dentists",
        ),
        (
            [Verdict.LOWER, Verdict.HIGHER],
            "1 of 2 job groups holds fewer awards per person than doctors and dentists",
        ),
        (
            [Verdict.CANNOT_TELL, Verdict.TOO_FEW],
            "We cannot yet tell which job groups hold fewer awards per person",
        ),
        ([], "We cannot yet tell which job groups hold fewer awards per person"),
        (
            [Verdict.SIMILAR, Verdict.CANNOT_TELL],
            "We did not find a job group with clearly fewer awards per person than doctors and dentists",
        ),
    ],
)
def test_the_message_follows_the_verdicts(verdicts, message):
    assert wording.lower_message(verdicts, "doctors and dentists") == message


def test_no_verdict_uses_a_banned_word():
    said = [
        wording.sentence(comparison(verdict, awarded, 60, ratio, interval))
        for verdict, awarded, (ratio, interval) in itertools.product(
            Verdict, (0, 4, 25), ((0.123456, Interval(0.0012345, 3.98765)), (None, None))
        )
    ]
    said += [wording.word(verdict) for verdict in Verdict]
    said += [wording.caution(), wording.share_title(), wording.rate_title(100)]
    said += [wording.lower_message([verdict], "doctors and dentists") for verdict in Verdict]
    assert [words for words in said if BANNED.search(words)] == []


@pytest.mark.parametrize(
    "words", ["1.7 times more likely", "no difference", "proves bias", "because of", "0.123"]
)
def test_the_ban_can_fail(words):
    assert BANNED.search(words)


@settings(deadline=None)
@given(made_tables.boards())
def test_sentences_of_any_board_hold_no_percentage_but_that_of_the_interval(board):
    table = build([made_tables.group(key, *stages) for key, stages in board.items()], "2026")
    for row in table.rows:
        assert "%" not in row.sentence.replace("95% interval", "")
        assert not BANNED.search(row.sentence)


def test_every_group_compared_has_a_noun():
    assert noun("unknown") not in {noun(key) for key in FAMILY}
