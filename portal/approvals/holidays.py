"""Bank holidays of each nation, from the `holidays` library, which is kept up to date.

Source: gov.uk/bank-holidays, mygov.scot and nidirect.gov.uk, as that library gathers them. The
NHS in Scotland keeps fewer of them, which no source lists: here they are those of banks.
"""

from collections.abc import Container
from datetime import date
from functools import cache

import holidays

from portal.costing.scales import Nation

_SUBDIVISIONS = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


@cache
def bank_holidays(nation: Nation) -> Container[date]:
    """Return the bank holidays of a nation: ask whether a day is in it, of any year."""
    days: Container[date] = holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation])
    return days
