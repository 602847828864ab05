"""Sets of figures, choices and hourly rates."""

from datetime import date

from portal.costing.choices import Cover
from portal.costing.oncosts import NiMode, PensionMode
from portal.costing.scales import Nation
from portal.rates.lifecycle import Trust
from portal.rates.models import ChoiceSet, HourlySet, OnCostSet, RateImport, ScalePoint, ScaleSet
from tests.conftest import NOW

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
PAY = {("5", 1): 3_200_000, ("5", 2): 3_900_000, ("6", 1): 4_900_000}


def scale(session, place, by, *, pay=None, in_force=True, **values) -> ScaleSet:
    """A pay scale of Wales 2026/27, in force unless said otherwise."""
    made = ScaleSet(
        organisation=place,
        points=[
            ScalePoint(band=band, step=step, annual_pence=pence)
            for (band, step), pence in (PAY if pay is None else pay).items()
        ],
        **{**_head(by, in_force), "pay_year": "2026/27", "full_time_hundredths": 3750, **values},
    )
    return _add(session, made)


def on_costs(session, place, by, *, in_force=True, **values) -> OnCostSet:
    """On-costs of Wales 2026/27: like those shipped, unless said otherwise."""
    rates = {
        "ni_millionths": 150_000,
        "ni_threshold_pence": 500_000,
        "levy_millionths": 5_000,
        "pension_paid_millionths": 143_800,
        "pension_headline_millionths": 237_800,
    }
    return _add(
        session, OnCostSet(organisation=place, **{**_head(by, in_force), **rates, **values})
    )


def choices(session, place, by, **values) -> ChoiceSet:
    said = {
        "starts_on": FIRST,
        "ni_mode": NiMode.SHARE_OF_POST,
        "pension_mode": PensionMode.PAID_BY_EMPLOYER,
        "charges_levy": True,
    }
    made = ChoiceSet(organisation=place, entered_by=by, entered_at=NOW, **{**said, **values})
    return _add(session, made)


def hourly(session, place, by, **values) -> HourlySet:
    said = {
        "cover": Cover.BANK, "band": "5", "hourly_pence": 2_450, "source": "The bank office",
        "starts_on": FIRST, "ends_on": LAST,
    }  # fmt: skip
    made = HourlySet(organisation=place, entered_by=by, entered_at=NOW, **{**said, **values})
    return _add(session, made)


def file(session, scale, text="band,pay\n5,33000\n", **columns) -> RateImport:
    """A file that waits beside a draft, its first two columns known."""
    said = columns or {"band": 0, "pay": 1}
    return _add(
        session, RateImport(scale=scale, name="pay.csv", text=text, columns=said, sent_at=NOW)
    )


def _head(by, in_force):
    return {
        "nation": Nation.WALES, "starts_on": FIRST, "ends_on": LAST, "trust": Trust.SOURCED,
        "source": "A circular", "entered_by": by, "entered_at": NOW,
        "in_force_at": NOW if in_force else None,
    }  # fmt: skip


def _add(session, made):
    session.add(made)
    session.flush()
    return made
