"""The fixed choices of the page."""

from portal.kernel.language import lazy
from portal.web.fields import Form, SelectField


class ScopeForm(Form):
    """Which call or year, and which part of the organisation. Sent by GET, guards nothing."""

    show = SelectField(lazy("Call or year"), empty=None)
    node = SelectField(lazy("Part of the organisation"), empty=None)
