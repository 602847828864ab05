"""Who would be funded, by profession, in words. For information: it must change no rank."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from portal.applications.models import Application
from portal.kernel.language import _n
from portal.people.professions import UptakeGroup

COUNTED: Mapping[UptakeGroup, Callable[[int], str]] = {
    UptakeGroup.NURSES: lambda n: _n("%(num)s nurse", "%(num)s nurses", n),
    UptakeGroup.MIDWIVES: lambda n: _n("%(num)s midwife", "%(num)s midwives", n),
    UptakeGroup.AHPS: lambda n: _n(
        "%(num)s allied health professional", "%(num)s allied health professionals", n
    ),
    UptakeGroup.SCIENTISTS: lambda n: _n("%(num)s scientist", "%(num)s scientists", n),
    UptakeGroup.PHARMACY_PSYCHOLOGY: lambda n: _n(
        "%(num)s from pharmacy, psychology and other professions",
        "%(num)s from pharmacy, psychology and other professions",
        n,
    ),
    UptakeGroup.DOCTORS: lambda n: _n(
        "%(num)s doctor or dentist", "%(num)s doctors or dentists", n
    ),
    UptakeGroup.SUPPORT: lambda n: _n(
        "%(num)s clinical support worker", "%(num)s clinical support workers", n
    ),
    UptakeGroup.ADMINISTRATION: lambda n: _n(
        "%(num)s from administration", "%(num)s from administration", n
    ),
    UptakeGroup.ESTATES: lambda n: _n(
        "%(num)s from estates and facilities", "%(num)s from estates and facilities", n
    ),
    UptakeGroup.STUDENTS: lambda n: _n("%(num)s student", "%(num)s students", n),
}


def composition(applications: Iterable[Application]) -> str:
    """Say how many of each group these are, "2 nurses, 1 midwife"; nothing for nobody."""
    counts = Counter(one.profession.uptake_group_in(one.team.nation) for one in applications)
    return ", ".join(COUNTED[group](counts[group]) for group in UptakeGroup if counts[group])


def sentence(applications: list[Application]) -> str:
    """Say who is above the line."""
    if not applications:
        return ""
    return _n(
        "If the line stays here, the %(num)s person is: %(who)s.",
        "If the line stays here, the %(num)s people are: %(who)s.",
        len(applications),
        who=composition(applications),
    )
