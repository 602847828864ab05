"""The people a newcomer signs in as, one for each part in the story."""

from dataclasses import dataclass
from unicodedata import normalize

from portal.kernel.actor import Role

PASSWORD = "headroom demonstration"  # noqa: S105 -- shown on the page; exists in the demo only
DOMAIN = "glan-hafren.example.nhs.uk"


@dataclass(frozen=True, slots=True)
class Persona:
    """One named person. `step` is a pay step, or None for a medical grade."""

    role: str
    name: str
    team: str
    profession: str
    job_title: str
    band: str | None = None
    step: int | None = None
    grade: str | None = None
    salary_pence: int | None = None
    hours_hundredths: int = 3750
    leads_team: bool = False
    roles: tuple[Role, ...] = ()
    language: str = "en"

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return address(self.name)


def address(name: str, number: int = 0) -> str:
    """Return an invented address for a name; `number` tells namesakes apart."""
    plain = normalize("NFKD", name.removeprefix("Dr ")).lower().replace(" ", ".")
    ascii_only = "".join(ch for ch in plain if ch.isascii() and ch != "'")
    return f"{ascii_only}{number or ''}@{DOMAIN}"


CONSULTANT_PAY = 10_550_400  # the sourced foot of the 2025/26 consultant range, England

PERSONAS = (
    Persona(
        "Nurse, applicant",
        "Megan Prosser",
        "respiratory-ward",
        "NUR-ADULT",
        "Staff nurse",
        band="6",
        step=3,
    ),
    Persona(
        "Ward manager",
        "Sam Whittaker",
        "respiratory-ward",
        "NUR-ADULT",
        "Ward manager",
        band="7",
        step=2,
        leads_team=True,
    ),
    Persona(
        "Physiotherapist, applicant",
        "Kofi Mensah",
        "physiotherapy",
        "AHP-PHY",
        "Physiotherapist",
        band="6",
        step=1,
        hours_hundredths=3000,
    ),
    Persona(
        "Consultant, applicant",
        "Dr Anwen Lloyd",
        "cardiology-ward",
        "MED-CONS",
        "Consultant cardiologist",
        grade="Consultant",
        salary_pence=CONSULTANT_PAY,
    ),
    Persona(
        "Midwife, Welsh speaker",
        "Nia Gwilym",
        "maternity-ward",
        "MID",
        "Midwife",
        band="6",
        step=2,
        language="cy",
    ),
    Persona(
        "Reviewer",
        "Dr Tomasz Lewis",
        "clinical-physiology",
        "HCS-PHYS",
        "Consultant healthcare scientist",
        band="8c",
        step=1,
        roles=(Role.REVIEWER,),
    ),
    Persona(
        "Reviewer, patient member",
        "Gwenda Hopkin",
        "research-development",
        "CRP",
        "Patient and public member",
        band="4",
        step=1,
        roles=(Role.REVIEWER,),
        hours_hundredths=200,
    ),
    Persona(
        "Panel chair",
        "Dr Rhian Powell",
        "public-health",
        "PH-SPEC",
        "Director of research",
        band="9",
        step=1,
        roles=(Role.CHAIR,),
    ),
    Persona(
        "R&D office",
        "Ffion Rees",
        "research-development",
        "RDSTAFF",
        "Research programme officer",
        band="7",
        step=1,
        leads_team=True,
        roles=(Role.OFFICE,),
    ),
    Persona(
        "Finance",
        "Idris Bowen",
        "bookings-records",
        "ADMIN",
        "Finance business partner",
        band="8a",
        step=1,
        roles=(Role.FINANCE,),
    ),
    Persona(
        "Board member",
        "Margaret Okafor",
        "bookings-records",
        "MGR",
        "Independent member of the board",
        band="8a",
        step=1,
        roles=(Role.BOARD,),
        hours_hundredths=750,
    ),
    Persona(
        "Auditor",
        "Peter Haines",
        "digital-information",
        "MGR",
        "Internal auditor",
        band="8a",
        step=2,
        roles=(Role.AUDITOR,),
    ),
    Persona(
        "Administrator",
        "Carys Ellis",
        "digital-information",
        "ANALYST",
        "Systems administrator",
        band="7",
        step=1,
        roles=(Role.ADMINISTRATOR,),
    ),
)
