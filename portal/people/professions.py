"""The professions, which staff group each is in, and the group that uptake counts it under."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from portal.costing.scales import Nation
from portal.kernel.language import lazy


class UptakeGroup(StrEnum):
    """The fixed groups in which uptake is counted, in the order in which they are shown."""

    NURSES = "nurses"
    MIDWIVES = "midwives"
    AHPS = "ahps"
    SCIENTISTS = "scientists"
    PHARMACY_PSYCHOLOGY = "pharmacy_psychology"
    DOCTORS = "doctors"
    SUPPORT = "support"
    ADMINISTRATION = "administration"
    ESTATES = "estates"
    STUDENTS = "students"


GROUP_LABELS = {
    UptakeGroup.NURSES: lazy("Nurses"),
    UptakeGroup.MIDWIVES: lazy("Midwives"),
    UptakeGroup.AHPS: lazy("Allied health professionals"),
    UptakeGroup.SCIENTISTS: lazy("Healthcare scientists"),
    UptakeGroup.PHARMACY_PSYCHOLOGY: lazy("Pharmacy, psychology and other professions"),
    UptakeGroup.DOCTORS: lazy("Doctors and dentists"),
    UptakeGroup.SUPPORT: lazy("Support to clinical staff"),
    UptakeGroup.ADMINISTRATION: lazy("Administration"),
    UptakeGroup.ESTATES: lazy("Estates and facilities"),
    UptakeGroup.STUDENTS: lazy("Students"),
}


@dataclass(frozen=True, slots=True)
class Profession:
    """One profession; `ahp_in` names the nations that count it as allied health."""

    code: str
    name: str
    group: str
    staff_group: str
    uptake_group: UptakeGroup
    regulator: str
    registered: bool
    medical: bool
    ahp_in: frozenset[Nation]

    def uptake_group_in(self, nation: Nation) -> UptakeGroup:
        """Return the group to count under: allied health is decided by the nation.

        A profession that one nation lists as allied health and another does not (operating
        department practitioners, art therapists and so on) stays with allied health where its
        own group is allied health, so that four nations can be set side by side.
        """
        if nation in self.ahp_in and self.group == "Allied health":
            return UptakeGroup.AHPS
        return self.uptake_group


@cache
def professions() -> dict[str, Profession]:
    """Return all professions by code, in the order of the shipped list."""
    text = files("portal.people").joinpath("data/professions.csv").read_text("utf-8")
    return {row["code"]: _profession(row) for row in csv.DictReader(text.splitlines())}


def _profession(row: dict[str, str]) -> Profession:
    return Profession(
        code=row["code"],
        name=row["name"],
        group=row["group"],
        staff_group=row["staff_group"],
        uptake_group=UptakeGroup(row["uptake_group"]),
        regulator=row["regulator"],
        registered=row["registered"] == "Y",
        medical=row["staff_group"] == "Medical and Dental",
        ahp_in=frozenset(n for n in Nation if row[f"ahp_{n.value}"] == "Y"),
    )
