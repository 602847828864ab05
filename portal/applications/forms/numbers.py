"""A number with at most two decimal places, for amounts that are not hours or money."""

from portal.kernel.language import _
from portal.web.fields import HoursField


class AmountField(HoursField):
    """So many of something. Data: hundredths (int), or None. Bounds are in hundredths."""

    def unreadable(self) -> str:
        """Return the words for what is not a number."""
        return str(_("Enter a number, like 2 or 2.5"))
