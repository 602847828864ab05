"""How far each value of a scheme can be trusted: the template's word, or the office's own."""

from dataclasses import replace

from portal.kernel.language import Text
from portal.schemes import statuses
from portal.schemes.gallery import Status, template
from portal.schemes.models import Scheme

GRANT = template("small-grant")
SAYS = GRANT.definition
SCHEME = Scheme(template_key="small-grant")


def test_what_is_as_in_the_template_has_its_origin():
    found = statuses.of(SCHEME, SAYS)
    assert found == statuses.of_template(GRANT)
    assert found["caps.pence"].status is Status.SOURCED and found["caps.pence"].source
    assert found["summary"].status is Status.ILLUSTRATIVE


def test_what_was_changed_is_the_offices_own():
    first, *rest = SAYS.caps
    new = replace(SAYS, name=Text("Ours"), caps=(replace(first, limit=first.limit + 100), *rest))
    found, before = statuses.of(SCHEME, new), statuses.of(SCHEME, SAYS)
    changed = {place for place in found if found[place] != before[place]}
    assert changed == {"name", "caps", f"caps.{first.unit}"}
    assert all(found[place] == statuses.OWN for place in changed)


def test_a_scheme_without_a_template_is_all_its_own():
    found = statuses.of(Scheme(template_key=""), SAYS)
    assert set(found.values()) == {statuses.OWN}


def test_the_count():
    counted = statuses.count(statuses.of_template(GRANT))
    assert str(counted) == f"{counted.sourced} of {counted.of} values have a source"
    assert 0 < counted.sourced < counted.of and counted.own == 0
