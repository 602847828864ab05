"""Two who edit one scheme at once: both keep their words, and what went meanwhile is said."""


def test_two_who_change_one_text_both_keep_their_words(rows, office, second, says):
    for browser in (office, second):
        browser.go(f"{rows['draft']}/purpose")
    office.send({"purpose": "What the first one wrote.", "kind": "fellowship"}, button="Save")
    page = second.send({"purpose": "What the second one wrote."}, button="Save")
    assert page.errors == ["Somebody saved this while you were typing. Choose which words to keep."]
    assert "Ffion Rees saved this on Monday 23 November 2026, 10am." in page.main
    assert "What the first one wrote." in page.main and "Fellowship" in page.main
    assert page.value("purpose") == "What the second one wrote."
    assert says().purpose.en == "What the first one wrote."
    keep = page.link("Keep what is there")
    second.send(button="Save")
    assert says().purpose.en == "What the second one wrote."
    assert second.go(keep).value("purpose") == "What the second one wrote."


def test_two_who_change_different_parts_both_stand(rows, office, second, says):
    office.go(f"{rows['draft']}/purpose")
    second.go(f"{rows['draft']}/lists/questions.project/plan")
    office.send({"minutes_to_apply": "55"}, button="Save")
    assert not second.send({"label": "What will you do?"}).errors
    assert says().minutes_to_apply == 55
    assert says().question("plan").label.en == "What will you do?"


def test_a_line_that_somebody_changed_or_removed_is_shown(rows, office, second, says):
    for browser in (office, second):
        browser.go(f"{rows['draft']}/lists/pays-for/1")
    office.send({"words": "courses"})
    page = second.send({"words": "training days"})
    assert "courses" in page.main and page.value("words") == "training days"
    office.go(f"{rows['draft']}/lists/pays-for/1/remove")
    office.send(button="Remove it")
    page = second.send()
    assert "It was removed." in page.main and page.value("words") == "training days"
    second.send()
    assert says().pays_for[-1].en == "training days" and len(says().pays_for) == 4


def test_what_was_changed_meanwhile_is_not_removed_or_moved(rows, office, second, says):
    second.go(f"{rows['draft']}/lists/questions.project/plan/remove")
    office.go(f"{rows['draft']}/lists/questions.project/plan")
    office.send({"max_words": "77"})
    page = second.send(button="Remove it")
    assert "Somebody changed this meanwhile, so nothing was done." in page.main
    assert says().question("plan").max_words == 77
    move = f"{rows['draft']}/lists/limits/0/move"
    assert "nothing was done" in second.post_by_hand(move, {"seen": "made.up", "to": "up"}).main


def test_what_is_typed_survives_the_version_made_meanwhile(rows, office, second, says, verbs):
    second.go(f"{rows['draft']}/lists/pays-for")
    office.go(f"{rows['draft']}/purpose")
    office.send({"minutes_to_apply": "55"}, button="Save")
    office.go(f"{rows['draft']}/make")
    office.send({"note": "Longer."})
    assert "This is version 2 now." in office.page.main
    assert "late words" in second.send({"words": "late words"}).main
    assert says().pays_for[-1].en == "late words" and says().minutes_to_apply == 55
    assert verbs().count("began_draft") == 2


def test_a_question_of_a_section_that_went_meanwhile_is_kept(rows, office, second, says):
    second.go(f"{rows['draft']}/lists/questions.people")
    office.go(f"{rows['draft']}/lists/sections/people/remove")
    office.send(button="Remove it")
    page = second.send({"label": "Who else?", "kind": "short_text"})
    assert page.error_beside("section") and page.value("label") == "Who else?"
    second.send({"section": "project"})
    assert says().question("who_else") in says().section("project").questions
