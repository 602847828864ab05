"""What stood on a section's page before, to be found and used again."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from portal.applications.models import Application, SectionVersion
from portal.applications.pages.addresses import section_address
from portal.applications.pages.both import answered
from portal.applications.pages.whole import lines
from portal.applications.saved import entry_of
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.schemes.questions import Section
from portal.web.format import moment
from portal.web.pieces import Fact, Link


@dataclass(frozen=True, slots=True)
class Earlier:
    """One version: who wrote it and when, its words, and where it is put back."""

    heading: str
    facts: tuple[Fact, ...]
    use: str


@dataclass(frozen=True, slots=True)
class EarlierPage:
    """The versions of one section that were set aside, the last first; `using` says why not."""

    title: str
    back: Link
    versions: tuple[Earlier, ...]
    using: Ruling


def earlier_page(
    application: Application,
    section: Section,
    versions: Sequence[SectionVersion],
    using: Ruling,
    actor: Actor,
) -> EarlierPage:
    """Return the page, without versions that are what stands there now."""
    entry = entry_of(application, section)
    now = entry.answers if entry else {}
    return EarlierPage(
        title=_("Earlier versions of this page"),
        back=Link(str(section.title), section_address(application, section)),
        versions=tuple(
            _one(application, section, version, actor)
            for version in versions
            if version.answers != now
        ),
        using=using,
    )


def _one(
    application: Application, section: Section, version: SectionVersion, actor: Actor
) -> Earlier:
    name = _("You") if actor.is_person(version.written_by_id) else version.written_by.name
    return Earlier(
        heading=_("%(name)s, %(when)s", name=name, when=moment(version.written_at)),
        facts=_facts(application, section, version),
        use=url_for(
            "applications.use_earlier",
            application_id=application.id,
            key=section.key,
            version_id=version.id,
        ),
    )


def _facts(application: Application, section: Section, version: SectionVersion) -> tuple[Fact, ...]:
    """Return the answers that are not as they stand now; all of them where none differs."""
    entry = entry_of(application, section)
    now = set(answered(section, entry.answers if entry else {}))
    then = answered(section, version.answers)
    shown = [each for each in then if each not in now] or then
    return tuple(Fact(each.label, lines(each.answer)) for each in shown)
