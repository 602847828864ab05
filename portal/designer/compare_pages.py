"""A version's page: what it says, who made it, what changed, and how far to trust each value."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for
from markupsafe import Markup

from portal.designer import staffing
from portal.designer.compare import Change, compare
from portal.kernel.language import _, _n, language
from portal.people.professions import GROUP_LABELS
from portal.schemes import statuses
from portal.schemes.models import SchemeVersion
from portal.schemes.pages.office import version_href, what_it_says
from portal.schemes.pages.templates import origins_table
from portal.schemes.pages.words import said
from portal.schemes.problems import Problem, warnings, week_of
from portal.web.format import moment
from portal.web.pieces import Column, Fact, Link, Table


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version. `changes` is None where nothing differs; `others` are to compare with."""

    title: str
    caption: Markup
    back_href: str
    facts: tuple[Fact, ...]
    since: str
    changes: Table | None
    others: tuple[Link, ...]
    says: tuple[Fact, ...]
    worth_a_look: tuple[Problem, ...]
    fit: "FitShown"
    origins: Table
    previews: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FitShown:
    """How many staff the rules let in, in words; `warning` where they let in nobody."""

    words: str
    unsure: str
    warning: str
    groups: Table | None


def version_page(
    version: SchemeVersion, other: SchemeVersion | None, found: staffing.Fit, on: date
) -> VersionPage:
    """Show a version, and what it changed in the other one; None where it is the first."""
    scheme, says = version.scheme, version.document
    changes = compare(other.document, says) if other else ()
    return VersionPage(
        title=_("Version %(number)s", number=version.number),
        caption=said(says.name),
        back_href=url_for("schemes.office_scheme", scheme_id=scheme.id),
        facts=_facts(version),
        since=_since(other, len(changes)),
        changes=changes_table(changes) if changes else None,
        others=_others(version, other),
        says=what_it_says(says),
        worth_a_look=tuple(warnings(says, week_of(scheme.organisation.nation, on))),
        fit=fit_shown(found),
        origins=origins_table(says, statuses.of(scheme, says)),
        previews=preview_links(version.scheme_id, str(version.number)),
    )


def _facts(version: SchemeVersion) -> tuple[Fact, ...]:
    calls = [call for call in version.scheme.calls if call.version_id == version.id]
    names = Markup(", ").join(said(call.name) for call in calls)
    facts = (
        Fact(_("Made"), moment(version.made_at)),
        Fact(_("By"), version.made_by.name if version.made_by else _("The portal")),
        Fact(_("Note"), version.note),
        Fact(_("Calls that keep it"), names or _("None")),
    )
    return tuple(fact for fact in facts if fact.value)


def _since(other: SchemeVersion | None, changes: int) -> str:
    if other is None:
        return _("This is the first version, so there is nothing to compare it with.")
    if not changes:
        return _("It says the same as version %(number)s.", number=other.number)
    return _n(
        "%(num)s change from version %(number)s.",
        "%(num)s changes from version %(number)s.",
        changes,
        number=other.number,
    )


def _others(version: SchemeVersion, other: SchemeVersion | None) -> tuple[Link, ...]:
    scheme = version.scheme
    return tuple(
        Link(
            _("Compare with version %(number)s", number=each.number),
            f"{version_href(scheme, version)}?with={each.number}",
        )
        for each in scheme.versions
        if each is not version and each is not other
    )


def preview_links(scheme_id: UUID, of: str) -> tuple[Link, ...]:
    """Lead to what each kind of person sees of a version's number, or of the "draft"."""
    words = {
        "applicant": _("See it as an applicant"),
        "manager": _("See it as a manager"),
        "reviewer": _("See it as a reviewer"),
    }
    return tuple(
        Link(label, url_for("designer.preview", scheme_id=scheme_id, who=who, of=of))
        for who, label in words.items()
    )


def changes_table(changes: Iterable[Change]) -> Table:
    """Show each change with the value before and after."""
    return Table(
        caption=_("What changed"),
        columns=(Column(_("What")), Column(_("Before")), Column(_("After"))),
        rows=tuple(
            (each.words, _worded(each, each.before), _worded(each, each.after)) for each in changes
        ),
    )


def _worded(change: Change, words: str) -> Markup | str:
    """Mark the office's text where it is not in the page's language."""
    if not words:
        return "–"
    if change.lang in {"", language()}:
        return words
    return Markup('<span lang="{}">{}</span>').format(change.lang, words)


def fit_shown(found: staffing.Fit) -> FitShown:
    """Say how many staff the rules let in, in all and by job group."""
    if not found.staff:
        return FitShown(_("We hold no staff list for this organisation."), "", "", None)
    unsure = _n(
        "For %(count)s of them it depends on what we do not know. They are told to ask you.",
        "For %(count)s of them it depends on what we do not know. They are told to ask you.",
        found.unsure,
        count=staffing.shown(found.unsure),
    )
    if found.unsure == found.fits:
        unsure = _("For all of them it depends on what we do not know. They are told to ask you.")
    return FitShown(
        words=staffing.sentence(found),
        unsure=unsure if found.unsure else "",
        warning=_("Nobody fits these rules. Check who can apply.") if found.is_nobody else "",
        groups=Table(
            caption=_("Staff who fit, by job"),
            columns=(
                Column(_("Job")),
                Column(_("Fit"), numeric=True),
                Column(_("Staff"), numeric=True),
            ),
            rows=tuple(
                (str(GROUP_LABELS[g.job]), staffing.shown(g.fits), staffing.shown(g.staff))
                for g in found.groups
            ),
            tight=True,
        ),
    )
