"""What a search engine is told of a call: schema.org, as JSON-LD."""

import json
from typing import Any

from markupsafe import Markup

from portal.kernel.language import language
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import most
from portal.schemes.models import Call
from portal.web.links import link


def markup(call: Call) -> Markup:
    """Return the JSON of one call, safe inside a script element.

    A call with money is a MonetaryGrant, another one a Grant (schema.org). The amount's dates
    are those between which one can apply.
    """
    says = call.document
    organisation = {"@type": "Organization", "name": str(call.scheme.organisation.name)}
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MonetaryGrant" if _amount(call) else "Grant",
        "@id": f"urn:uuid:{call.id}",
        "name": f"{says.name}, {call.name}",
        "description": str(says.summary),
        "url": link("schemes.scheme", slug=call.scheme.slug, call=call.slug),
        "funder": organisation,
        **_amount(call),
    }
    return _inside_a_script({**told, "inLanguage": language()})


def _amount(call: Call) -> dict[str, Any]:
    cap = most(call.document.caps, CapUnit.PENCE)
    if cap is None:
        return {}
    money = {
        "@type": "MonetaryAmount",
        "currency": "GBP",
        "maxValue": int(cap.limit) / 100,
        "validFrom": call.opens_at.isoformat(),
        "validThrough": call.closes_at.isoformat(),
    }
    return {"amount": money}


def _inside_a_script(told: dict[str, Any]) -> Markup:
    """Write JSON in which nothing ends the element or opens a comment."""
    text = json.dumps(told, ensure_ascii=False)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 -- nothing in it can end the element
