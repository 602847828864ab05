"""Time-outs in mid-typing, lost answers, and two tabs at once: no letter is ever lost.

A typist writes letter groups into one answer; what the page's script would send is sent. After
each loop the words are looked for where their owner would find them.
"""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications.actions import sections
from portal.applications.actions.earlier import keep_typed
from portal.applications.models import Application, SectionEntry, SectionVersion
from portal.applications.saved import Tab
from portal.people.models import HeldPost, Person
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, schemes

LOOPS = 50
JSON = {"Accept": "application/json"}
ALPHABET = "abc ŵŷ 👩🏽‍⚕️ שלום <b> & \" ' \n"


@pytest.fixture
def ward(app, database):
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        nurse = people.employee(session, node, name="Megan Prosser")
        draft = applications.draft(session, schemes.open_call(session, node), nurse)
        found = nurse.email, draft.id, nurse.id
        session.commit()
    return found


def kept(database) -> tuple[str, set[str]]:
    """What stands in the answer, and what is in the earlier versions."""
    with database.scope(read_only=True) as session:
        entry = session.scalar(select(SectionEntry).where(SectionEntry.key == "project"))
        versions = session.scalars(select(SectionVersion)).all()
        stands = entry.answers.get("problem", "") if entry else ""
        return stands, {version.answers.get("problem", "") for version in versions}


def letters(chance: random.Random) -> str:
    return "".join(chance.choices(ALPHABET, k=chance.randint(1, 30)))


def open_page(browser: Browser, path: str) -> dict:
    return browser.go(path).form("Save and continue")[1]


def test_fifty_time_outs_in_mid_typing_lose_no_letter(app, database, at, ward):
    email, draft_id, _nurse = ward
    path = f"/applications/{draft_id}/sections/project"
    chance, time, text = random.Random(20261126), NOW, ""
    browser = Browser(app).sign_in(email)
    for loop in range(LOOPS):
        values = open_page(browser, path)
        assert values["q_problem"].replace("\r\n", "\n") == text
        for _pause in range(chance.randint(1, 4)):
            text += letters(chance)
            values |= {"q_problem": text, "turn": int(values["turn"]) + 1}
            if chance.random() < 0.3:
                continue  # the request is lost on the way
            answer = browser.client.post(f"{path}/autosave", data=values, headers=JSON)
            assert answer.status_code == 200
            if chance.random() < 0.7:  # else the answer is lost on its way back
                values["version"] = answer.json["version"]
        text = f"{text}{letters(chance)}.{loop}"
        if loop % 2:
            time = at(time + timedelta(hours=20, minutes=loop))
            if time > NOW + timedelta(days=8):  # the call closes in ten
                time = NOW
        else:
            browser.post_by_hand("/sign-out")
        late = browser.client.post(
            f"{path}/autosave", data={**values, "q_problem": text}, headers=JSON
        )
        assert late.status_code in {400, 401}
        browser.post(path, {**values, "q_problem": text, "complete": "no"})
        at(time)
        browser.send({"email": email, "password": people.PASSWORD}, "Sign in")
        browser.send(button="Send it on")
        stands, _versions = kept(database)
        assert stands == text, f"loop {loop}"
    with database.scope(read_only=True) as session:
        assert session.scalars(select(HeldPost)).all() == []


@pytest.mark.parametrize("seed", range(LOOPS // 10))
def test_two_tabs_lose_no_letter(app, database, ward, seed):
    email, draft_id, _nurse = ward
    path = f"/applications/{draft_id}/sections/project"
    chance = random.Random(seed)
    browser = Browser(app).sign_in(email)
    for loop in range(10):
        stood, _versions = kept(database)
        tabs = [open_page(browser, path) for _ in range(2)]
        stopped = [False, False]
        for step in range(chance.randint(2, 6)):
            tab = chance.randrange(2)
            values = tabs[tab]
            values["q_problem"] += f"[{loop}.{tab}.{step}]"
            values["turn"] = int(values["turn"]) + 1
            if not stopped[tab]:
                answer = browser.client.post(f"{path}/autosave", data=values, headers=JSON)
                stopped[tab] = answer.status_code == 409
                values["version"] = answer.json.get("version", values["version"])
        for values in tabs:
            page = browser.post(path, {**values, "complete": "no"})
            if page.path == path:
                browser.send(
                    {"keep-q_problem": chance.choice(["typed", "saved"]), "complete": "no"},
                    "Save and continue",
                )
        stands, versions = kept(database)
        for words in (stood, *(values["q_problem"] for values in tabs)):
            text = words.replace("\r\n", "\n").strip()
            assert not text or any(text in found for found in (stands, *versions)), (loop, text)


def test_many_who_save_at_one_instant_overwrite_nobody(app, database, ward):
    """Eight pages, one section, one instant: one stands, the others are told and kept."""
    _email, draft_id, nurse_id = ward
    start = threading.Barrier(8)

    def run(number: int) -> str:
        start.wait()
        with app.app_context(), database.scope() as session:
            draft = session.get_one(Application, draft_id)
            section = draft.call.document.section("project")
            by = {"actor": session.get_one(Person, nurse_id).as_actor(), "now": NOW}
            answers = {"problem": f"Words {number}"}
            try:
                sections.save_typing(
                    session, draft, section, answers,
                    seen_version=0, tab=Tab(f"tab-{number}", 1), **by,
                )  # fmt: skip
                session.commit()
            except sections.ChangedMeanwhile:
                session.rollback()
                keep_typed(session, draft, section, answers, **by)
                session.commit()
                return "told"
            return "saved"

    with ThreadPoolExecutor(8) as pool:
        came = sorted(pool.map(run, range(8)))
    assert came == ["saved", *["told"] * 7]
    stands, versions = kept(database)
    assert {stands, *versions} == {f"Words {number}" for number in range(8)}
