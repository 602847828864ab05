"""What to know of a line of pay, beside how it adds up: choices, sources, and what is not sure."""

from collections.abc import Mapping
from typing import Any

from portal.applications.costing import RateHas, Vat
from portal.applications.pay import Whose
from portal.costing.oncosts import NiMode, PensionMode, ni_mode_name, pension_mode_name
from portal.costing.shipped import caution
from portal.kernel.amounts import short_pounds
from portal.kernel.language import _


def notes(details: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what to know of a line of pay, each thing once."""
    found = (
        [*_of_a_rate(details)] if "hourly_pence" in details else [*_of_a_post(details)]
    )  # fmt: skip
    found += [_unsure(what, status) for what, status in details.get("statuses", {}).items()]
    return tuple(dict.fromkeys(words for words in found if words))


def cautions(details: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what to check or to expect of a line while it is typed: little, for it is read out."""
    return tuple(filter(None, (_later_pay(details), _out_of_range(details))))


def hourly_source(source: str) -> str:
    """Say where a rate of the organisation is from."""
    return str(_("From: %(source)s.", source=source.rstrip("."))) if source else ""


def _of_a_post(details: Mapping[str, Any]) -> tuple[str, ...]:
    if details.get("whose") == Whose.ELSEWHERE:
        return (str(_("Their employer's figures, as typed. We added no rates of our own.")),)
    return (
        _later_pay(details), _later_rates(details), _one_pay(details), _out_of_range(details),
        _insurance(details), _pension(details),
    )  # fmt: skip


def _of_a_rate(details: Mapping[str, Any]) -> tuple[str, ...]:
    added: tuple[str, ...] = ()
    if RateHas(details["rate_has"]) is RateHas.PAY:
        has = _("The rate is pay only: we added National Insurance, pension and levy.")
        added = (_insurance(details), _pension(details), _later_rates(details))
    else:
        has = _("The rate has everything in it: we added no National Insurance and no pension.")
    return (_source(details), str(has), _vat(details), *added)


def _source(details: Mapping[str, Any]) -> str:
    if not details.get("cover_band"):
        return str(_("You typed the rate."))
    words = _("This is your organisation's rate for band %(band)s.", band=details["cover_band"])
    return f"{words} {hourly_source(details['rate_source'])}".strip()


def _vat(details: Mapping[str, Any]) -> str:
    names = {Vat.IN_RATE: _("VAT is in the rate."), Vat.NONE: _("There is no VAT on it.")}
    return str(names[Vat(details["vat"])]) if details.get("vat") else ""


def _insurance(details: Mapping[str, Any]) -> str:
    """Say how National Insurance was charged, and whether the organisation usually does so."""
    if "ni_usual" not in details:
        return ""
    mode, usual = NiMode(details["ni_mode"]), NiMode(details["ni_usual"])
    if mode is usual:
        return str(_("%(which)s. Your organisation usually uses this.", which=ni_mode_name(mode)))
    return str(
        _(
            "%(which)s. Your organisation usually uses: %(usual)s.",
            which=ni_mode_name(mode),
            usual=_small(ni_mode_name(usual)),
        )
    )


def _pension(details: Mapping[str, Any]) -> str:
    if not (mode := details.get("pension_mode")):
        return ""
    return str(_("Pension: %(which)s.", which=_small(pension_mode_name(PensionMode(mode)))))


def _later_pay(details: Mapping[str, Any]) -> str:
    wanted, used = details.get("wanted_pay_year", ""), details.get("pay_year", "")
    if wanted <= used or not details.get("band"):
        return ""
    return str(
        _(
            "We will use %(year)s pay when it is published, and show you the change. "
            "Until then it is %(used)s pay, with no rise.",
            year=wanted,
            used=used,
        )
    )


def _later_rates(details: Mapping[str, Any]) -> str:
    """Say that the rates on top of pay are of a year before the one wanted."""
    wanted, used = details.get("wanted_pay_year", ""), details.get("rates_year", "")
    if not used or wanted <= used:
        return ""
    return str(
        _(
            "We do not know the %(wanted)s rates on top of pay yet. We used those of %(used)s.",
            wanted=wanted,
            used=used,
        )
    )


def _one_pay(details: Mapping[str, Any]) -> str:
    """Say that typed pay is used for all of a line, whatever years it runs through."""
    parts = details.get("parts", [])
    if details.get("band") or not parts:
        return ""
    return str(_("You typed the pay. It is the same for all of the time, with no rise."))


def _out_of_range(details: Mapping[str, Any]) -> str:
    if not (held := details.get("range")):
        return ""
    year, low, high = held
    pay = details["annual_pence"]
    if low <= pay <= high:
        return ""
    return str(
        _(
            "%(pay)s is outside the pay of this grade in %(year)s: %(low)s to %(high)s. Check it.",
            pay=short_pounds(pay),
            year=year,
            low=short_pounds(low),
            high=short_pounds(high),
        )
    )


def _unsure(what: str, status: str) -> str:
    if not (words := caution(status)):
        return ""
    names: dict[str, str] = {
        "pay": _("Pay"),
        "ni": _("National Insurance"),
        "pension": _("Pension"),
        "levy": _("Apprenticeship levy"),
    }
    return str(_("%(what)s: %(caution)s", what=names[what], caution=words))


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
