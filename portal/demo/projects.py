"""The invented projects, read from the content files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.applications.money import Pot
from portal.costing.wte import TimeUnit
from portal.demo.organisation import content

CATEGORIES = {"training": "training_travel", "travel": "training_travel"}
ANSWERS = (
    "title", "summary", "problem", "plan", "skills", "involvement", "mentor", "outcome",
    "work_kind", "other_funding", "cover",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One cost other than pay, and who pays it."""

    category: str
    what: str
    quantity: int
    unit_pence: int
    pot: Pot = Pot.SCHEME
    pot_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What one applicant writes. `quality`, 1 to 5, is how good reviewers find it in the end.

    `amount_hundredths` is the time asked for each week, in the unit, x 100;
    `last_month_hundredths` as much again on top in the last month, to write up.
    """

    profession_code: str
    answers: Mapping[str, str]
    quality: int
    amount_hundredths: int
    unit: TimeUnit
    months: int
    last_month_hundredths: int = 0
    costs: tuple[Item, ...] = ()

    @property
    def title(self) -> str:
        """What it is called."""
        return self.answers["title"]


def small() -> tuple[Project, ...]:
    """Return the hundred and thirty small projects."""
    rows = [*content("projects_a"), *content("projects_b"), *content("projects_c")]
    return tuple(_project(row) for row in rows)


def protected_time() -> tuple[Project, ...]:
    """Return the projects that ask for sessions."""
    return tuple(_project(row) for row in content("time_projects")["protected_time"])


def named() -> Mapping[str, Project]:
    """Return the projects of named people and of the respiratory ward, by who writes them."""
    return {who: _project(row) for who, row in content("personas")["projects"].items()}


def _project(row: Mapping[str, Any]) -> Project:
    is_sessions = "sessions_a_week" in row
    amount = row["sessions_a_week"] if is_sessions else row["days_a_week"]
    return Project(
        profession_code=row["profession_code"],
        answers={key: row.get(key, "") for key in ANSWERS},
        quality=row["quality"],
        amount_hundredths=round(amount * 100),
        unit=TimeUnit.SESSIONS if is_sessions else TimeUnit.DAYS,
        months=row["months"],
        last_month_hundredths=round(row.get("last_month", 0) * 100),
        costs=tuple(_item(cost) for cost in row.get("costs", ())),
    )


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        category=CATEGORIES.get(row["category"], row["category"]),
        what=row["what"],
        quantity=row["quantity"],
        unit_pence=row["unit_pence"],
        pot=Pot(row.get("pot", Pot.SCHEME)),
        pot_name=row.get("pot_name", ""),
    )
