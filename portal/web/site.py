"""What every page knows about the site, its reader and the way around."""

from dataclasses import dataclass, field

from portal.kernel.language import lazy


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of a menu. `label` may be a lazy translation."""

    label: object
    href: str
    current: bool = False


def _footer_links() -> tuple[NavItem, ...]:
    return (
        NavItem(lazy("Help"), "/help"),
        NavItem(lazy("Mentors"), "/mentors"),
        NavItem(lazy("Accessibility"), "/accessibility"),
        NavItem(lazy("Privacy"), "/privacy"),
        NavItem(lazy("Contact"), "/contact"),
    )


@dataclass(frozen=True, slots=True)
class Site:
    """The installation, as its pages name it. `phase` is a word such as "Beta", or empty."""

    service_name: str
    organisation_name: str = ""
    demo: bool = False
    help_name: str = ""
    help_phone: str = ""
    help_email: str = ""
    version: str = ""
    phase: str = ""
    home_url: str = "/"
    sign_in_url: str = "/sign-in"
    help_url: str = "/help"
    demo_links: tuple[NavItem, ...] = ()
    footer_links: tuple[NavItem, ...] = field(default_factory=_footer_links)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads the page."""

    name: str = ""
    is_signed_in: bool = False


@dataclass(frozen=True, slots=True)
class LanguageSwitch:
    """The link to this page in the other language: its own name, address and code."""

    label: str
    href: str
    lang: str
