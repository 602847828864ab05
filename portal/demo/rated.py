"""The administrator's side: choices, hourly rates, on-costs entered, next year's pay as a draft.

Every figure here is invented and says so, or is one that comes with the portal.
"""

from datetime import date
from typing import Any

from portal.costing.choices import Cover
from portal.costing.figures import SHIPPED
from portal.costing.oncosts import NiMode, PensionMode
from portal.costing.scales import pay_year_of, pay_year_span
from portal.demo.stage import Stage
from portal.kernel.clock import london_day
from portal.rates import actions
from portal.rates.actions import Chosen, Head, Hourly, OfOnCosts, OfScale
from portal.rates.lifecycle import Trust
from portal.rates.models import MILLION
from portal.rates.reading import Column, Point

KEEPER = "Carys Ellis"
INVENTED = "Invented for this demonstration. Not a real figure."
SAME = "Entered for this demonstration. The same rates as those that come with Headroom."
HOURLY = ((Cover.BANK, "5", 2_610), (Cover.BANK, "6", 3_240), (Cover.AGENCY, "5", 3_890))
RISE = 103  # per cent of this year's pay
FILE = 'Band,Step,Full-time pay\n5,1,"£33,900"\n5,2,"£36,600"\n5,3,to follow\n'


def keep_figures(stage: Stage) -> None:
    """Have the administrator choose, add hourly rates, and prepare the next pay year."""
    today = london_day(stage.now)
    first, last = pay_year_span(pay_year_of(today))
    _choose(stage, first)
    for cover, band, pence in HOURLY:
        rate = Hourly(
            cover=cover, band=band, hourly_pence=pence, source=INVENTED,
            starts_on=first, ends_on=last,
        )  # fmt: skip
        actions.add_hourly(stage.session, stage.board.root, rate, **_who(stage))
    _enter_on_costs(stage, first, last)
    _draft_pay(stage, last)


def _who(stage: Stage) -> dict[str, Any]:
    return {"actor": stage.board.personas[KEEPER].as_actor(), "now": stage.now}


def _choose(stage: Stage, first: date) -> None:
    chosen = Chosen(
        starts_on=first,
        ni_mode=NiMode.SHARE_OF_POST,
        pension_mode=PensionMode.PAID_BY_EMPLOYER,
        pension_own_millionths=None,
        pension_own_source="",
        charges_levy=True,
    )
    actions.choose(stage.session, stage.board.root, chosen, **_who(stage))


def _enter_on_costs(stage: Stage, first: date, last: date) -> None:
    nation = stage.board.root.nation
    rates = SHIPPED.on_costs_held(nation, first)
    head = Head(nation=nation, starts_on=first, ends_on=last, trust=Trust.ILLUSTRATIVE, source=SAME)
    rest = OfOnCosts(
        ni_millionths=int(rates.ni_rate * MILLION),
        ni_threshold_pence=rates.ni_threshold_pence,
        levy_millionths=int(rates.levy_rate * MILLION),
        pension_paid_millionths=int(rates.pension_paid_rate * MILLION),
        pension_headline_millionths=int(rates.pension_headline_rate * MILLION),
    )
    made = actions.begin_on_costs(stage.session, stage.board.root, head, rest, **_who(stage))
    actions.put_in_force(stage.session, made, **_who(stage))


def _draft_pay(stage: Stage, last: date) -> None:
    """Begin next year's pay, three in a hundred more, with a file that has a row too few."""
    nation = stage.board.root.nation
    scale = SHIPPED.scale(nation, last)
    year = pay_year_of(date(last.year, 4, 1))
    starts_on, ends_on = pay_year_span(year)
    made = actions.begin_scale(
        stage.session,
        stage.board.root,
        Head(
            nation=nation, starts_on=starts_on, ends_on=ends_on, trust=Trust.ILLUSTRATIVE,
            source=INVENTED,
        ),
        OfScale(pay_year=year, full_time_hundredths=scale.points[0].full_time_hundredths),
        [Point(p.band, p.step, p.annual_pence * RISE // 10_000 * 100) for p in scale.points],
        **_who(stage),
    )  # fmt: skip
    columns = {Column.BAND: 0, Column.STEP: 1, Column.PAY: 2}
    actions.keep_file(stage.session, made, "next-year.csv", FILE, columns, **_who(stage))
