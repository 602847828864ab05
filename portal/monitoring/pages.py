"""What the equality page shows."""

from dataclasses import dataclass

from portal.kernel.language import _
from portal.monitoring.policy import KEPT_MONTHS


@dataclass(frozen=True, slots=True)
class EqualityPage:
    """The page of one's own answers. `has_answers` where some are kept and can be removed."""

    has_answers: bool
    said: str
    promises: tuple[str, ...]


def page(*, has_answers: bool, said: str = "") -> EqualityPage:
    """Return the page. `said` is what has just been done."""
    return EqualityPage(
        has_answers=has_answers,
        said=said,
        promises=(
            _("Your answers do not change what happens to an application."),
            _("Managers, reviewers, the panel and the R&D office never see them."),
            _(
                "We show totals once a year. "
                "We hide small numbers, so that nobody can be picked out."
            ),
            _("We count your answers only if you apply for something."),
            _("You can change or remove them at any time."),
            _("We delete them after %(months)s months.", months=KEPT_MONTHS),
        ),
    )


def said_words(done: str) -> str:
    """Say what the last press did; nothing for anything else in the address."""
    words = {"kept": _("We have kept your answers."), "removed": _("We have removed your answers.")}
    return words.get(done, "")
