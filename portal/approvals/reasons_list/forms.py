"""The words of a reason for a no."""

from portal.kernel.language import Text, lazy
from portal.web.fields import Form, TextField

MOST = 120


class ReasonForm(Form):
    """A reason in English, and in Welsh where the office has the words."""

    english = TextField(
        lazy("The reason in English"),
        hint=lazy("A few words that a manager can choose, like “Winter pressure”"),
        needed=lazy("Enter the reason in English"),
        limit=MOST,
    )
    welsh = TextField(lazy("The reason in Welsh"), limit=MOST, optional=True)

    def words(self) -> Text:
        """Return what was written. The form must be valid."""
        return Text(self.english.data, self.welsh.data)
