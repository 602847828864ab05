"""What one cost comes to, and what it leaves of the money, in words."""

from dataclasses import replace

from portal.applications.asked import asked
from portal.applications.costing import Costed
from portal.applications.models import Application, CostKind, CostLine
from portal.applications.money import Pot
from portal.applications.pages import limits
from portal.applications.pages.cost_lines import how_much
from portal.applications.pages.cost_notes import cautions
from portal.kernel.amounts import pounds
from portal.kernel.language import _
from portal.schemes.cap_units import CapUnit
from portal.web.pieces import CapBox


def waiting_box() -> CapBox:
    """Return what stands in the box until there is a figure."""
    return CapBox(str(_("Fill in the answers to see what it comes to.")))


def live_box(application: Application, costed: Costed | None, line_id: str) -> CapBox:
    """Say what a line comes to, and what is left with it in place of the line with this id."""
    if costed is None:
        return waiting_box()
    line = CostLine(
        kind=CostKind.SALARY if "whose" in costed.details else CostKind.OTHER,
        label=costed.label,
        details=costed.details,
        amount_pence=costed.amount_pence,
    )
    told = cautions(costed.details) if line.kind is CostKind.SALARY else ()
    left, is_over = _left(application, costed, line_id)
    return CapBox(
        left=pounds(costed.amount_pence),
        rest=str(_("%(what)s.", what=how_much(line))),
        lines=(*left, *told),
        over=is_over,
    )


def _left(application: Application, costed: Costed, line_id: str) -> tuple[tuple[str, ...], bool]:
    """Say what is left of the whole limit with this line; nothing where there is no limit."""
    old = next((line for line in application.cost_lines if str(line.id) == line_id), None)
    before = old.amount_pence if old and old.pot is Pot.SCHEME else 0
    after = costed.amount_pence if costed.pot is Pot.SCHEME else 0
    used = application.asked_pence - before + after
    facts = replace(asked(application), pence_total=used)
    held = application.call.document.check_caps(facts)
    check = next((each for each in held if each.cap.unit is CapUnit.PENCE), None)
    if check is None:
        return (), False
    words = _("With this cost: %(left)s.", left=limits.left_words(check))
    return (str(words),), check.fails
