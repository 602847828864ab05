"""What the figures of pay hold of a person: nothing but who entered them."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.kernel.holdings import Holder, Part

ENTERED = "the record of an act of an administrator, which is about figures and no person"
LEFT_OUT = dict.fromkeys(
    (
        "rate_choices.entered_by_id",
        "rate_hourly.entered_by_id",
        "rate_on_costs.entered_by_id",
        "rate_scales.entered_by_id",
    ),
    ENTERED,
)


def tell(_session: Session, _holder: Holder) -> Iterable[Part]:
    """Tell of nothing."""
    return ()
