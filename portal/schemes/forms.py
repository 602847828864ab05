"""Forms of the catalogue and of the office that makes schemes."""

from portal.kernel.language import Text, lazy
from portal.people.professions import GROUP_LABELS
from portal.schemes.filters import GIVES_LABELS, LONGEST_SEARCH, WITHIN_LABELS
from portal.schemes.slugs import is_slug
from portal.web import checks
from portal.web.fields import Form, ManyField, SelectField, TextField


class CatalogueForm(Form):
    """What to show of the catalogue; sent by GET."""

    q = TextField(lazy("Search"), limit=LONGEST_SEARCH, size=None)
    job = SelectField(
        lazy("Your job"), choices=GROUP_LABELS.items(), empty=lazy("All jobs"), size=None
    )
    kind = ManyField(lazy("Kind of scheme"), small=True, size=None)
    gives = SelectField(
        lazy("Gives"), choices=GIVES_LABELS.items(), empty=lazy("Time or money"), size=None
    )
    closes = SelectField(
        lazy("Closes"), choices=WITHIN_LABELS.items(), empty=lazy("Any date"), size=None
    )


class SchemeForm(Form):
    """A new scheme; the choices of `node` are handed in."""

    node = SelectField(
        lazy("Which part of the organisation runs it?"),
        needed=lazy("Choose which part of the organisation runs it"),
        hint=lazy("Staff there and below can apply."),
        empty=None,
    )
    name = TextField(
        lazy("Name in English"), needed=lazy("Enter a name in English"), limit=120, width=30
    )
    name_cy = TextField(
        lazy("Name in Welsh"), optional=True, limit=120, width=30, short=lazy("Name in Welsh")
    )
    slug = TextField(
        lazy("Address of its page"),
        optional=True,
        prefix="/schemes/",
        width=20,
        limit=80,
        short=lazy("Address"),
        hint=lazy("Small letters, numbers and dashes. Leave it empty and we make it."),
        checks=(
            checks.passes(
                is_slug, lazy("Use small letters and numbers, with single dashes between words")
            ),
        ),
    )

    def named(self) -> Text:
        """Return the name in both languages."""
        return Text(self.name.data, self.name_cy.data)
