"""The factories make rows that the tables accept."""

import pytest

from tests.factories import applications, people, schemes


@pytest.mark.parametrize("key", ["small-grant", "protected-time", "secondment"])
def test_an_application_of_each_kind_can_be_made(session, key):
    node = people.node(session)
    call = schemes.open_call(session, node, key)
    one, two, three = (people.employee(session, node) for _ in range(3))
    applications.draft(session, call, one)
    sent = applications.submitted_application(session, call, two, title="Breathless at home")
    gone = applications.withdrawn_application(session, call, three)
    session.commit()
    assert sent.title == "Breathless at home"
    assert sent.reference != gone.reference
    assert {s.key for s in sent.sections} == {s.key for s in call.document.sections}
