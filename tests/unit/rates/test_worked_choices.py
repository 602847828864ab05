"""The worked example of the shared data, for each choice: computed, never typed.

`oncosts.json`, "worked_example_2026_27_england": band 6 top, salary 48117, full year 61744 at
14.38 and 66267 at 23.78; 0.2 WTE for 6 months 6174 and 6627. With National Insurance in full
6249 (issue 4, and design/pictures/README.md: 6,249.44).
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from portal.costing.choices import Choices, OwnRate
from portal.costing.figures import SHIPPED
from portal.costing.lines import Months, salary_line
from portal.costing.oncosts import NiMode, PensionMode, full_year
from portal.costing.scales import Nation
from portal.costing.shipped import rates
from portal.costing.wte import wte
from portal.rates.examples import Example
from portal.rates.pages.choices import example_words, offered, whole_pounds

DAY = date(2026, 11, 23)
ENGLAND = Example(SHIPPED, Nation.ENGLAND, DAY)
OWN = OwnRate(Decimal("0.16"), "Payroll")
WORKED = rates()["worked_example_2026_27_england"]


def hints(name, example=ENGLAND, chosen=None, own=None):
    return [choice.hint for choice in offered(example, chosen or Choices(), own, name)]


def test_the_choices_show_the_worked_example_in_pounds():
    said = "The example comes to £{}".format
    assert hints("ni_mode") == [said("6,174"), said("6,249")]
    assert hints("pension_mode") == [said("6,174"), said("6,627"), None]
    assert hints("pension_mode", own=OWN)[2] == said("6,252")
    assert hints("levy") == [said("6,174"), said("6,150")]
    assert example_words(ENGLAND).startswith(
        "The pounds are for one example: band 6 top in England, one day a week for six months."
    )


@pytest.mark.parametrize(("mode", "rate"), [("paid_by_employer", "14.38"), ("headline", "23.78")])
def test_the_case_of_the_shared_data(mode, rate):
    on_costs = SHIPPED.on_costs(Nation.ENGLAND, DAY)
    point = ENGLAND.point
    assert point.annual_pence == WORKED["salary"] * 100
    choices = NiMode.SHARE_OF_POST, PensionMode(mode)
    year = full_year(point.annual_pence, on_costs, *choices)
    assert whole_pounds(year.total_pence) == f"£{WORKED[f'full_year_at_{rate}']:,}"
    share = salary_line(point, on_costs, 750, 3750, Months(6), *choices).amount_pence
    assert whole_pounds(share) == f"£{WORKED[f'0.2_wte_6_months_at_{rate}']:,}"
    most = max(
        hours
        for hours in range(3751)
        if salary_line(point, on_costs, hours, 3750, Months(6), *choices).amount_pence <= 2_000_000
    )
    assert wte(most, 3750) == WORKED["max_wte_within_20000_over_6_months"][rate]


@pytest.mark.parametrize(
    ("nation", "on"),
    [
        (Nation.NORTHERN_IRELAND, DAY),  # no pay
        (Nation.ENGLAND, date(2027, 4, 1)),  # only last year's pay: no example of it
        (Nation.WALES, date(2026, 3, 31)),
    ],
)
def test_without_figures_no_example_is_made_up(nation, on):
    example = Example(SHIPPED, nation, on)
    assert example.pence(Choices()) is None
    assert set(hints("ni_mode", example)) == {None}
    assert "no example" in example_words(example)


def test_figures_not_sure_are_said_beside_the_example():
    unsure = replace(SHIPPED.scale(Nation.ENGLAND, DAY), status="provisional")
    points = tuple(replace(point, status="provisional") for point in unsure.points)
    book = SHIPPED.over(scales=[replace(unsure, points=points)])
    assert "not final yet" in example_words(Example(book, Nation.ENGLAND, DAY))
