"""Posters: what fits, what is read from two metres, in which order the languages stand."""

import pytest

from portal.costing.scales import Nation
from portal.kernel.config import Misconfigured, from_environ
from portal.kernel.language import ENGLISH, WELSH
from portal.reach.documents import _digest
from portal.reach.induction import Row, fitting
from portal.reach.poster import (
    BOTH,
    HEADLINE_PT,
    WORDS_PT,
    headline_pt,
    languages_of,
    near_address,
    shortened,
)

DISTANCE_MM = 2_000
MM_A_POINT = 25.4 / 72
CAPITAL, SMALL_LETTER = 0.72, 0.52  # of the size, in Arial


def test_words_are_large_enough_for_two_metres():
    assert HEADLINE_PT * MM_A_POINT * CAPITAL >= DISTANCE_MM / 200
    seven_minutes_of_arc = DISTANCE_MM * 7 * 3.14159 / (180 * 60)
    assert seven_minutes_of_arc <= WORDS_PT * MM_A_POINT * SMALL_LETTER


@pytest.mark.parametrize("sides", [1, 2])
def test_a_longer_name_is_never_larger(sides):
    sizes = [headline_pt("n" * length, sides) for length in range(1, 121)]
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes[:56]) >= HEADLINE_PT


def test_one_language_keeps_to_the_rule_whatever_the_name():
    assert headline_pt("n" * 1_000, 1) == HEADLINE_PT


@pytest.mark.parametrize(
    ("variant", "nation", "languages"),
    [
        (ENGLISH, Nation.WALES, (ENGLISH,)),
        (WELSH, Nation.ENGLAND, (WELSH,)),
        (BOTH, Nation.WALES, (WELSH, ENGLISH)),
        (BOTH, Nation.SCOTLAND, (ENGLISH, WELSH)),
    ],
)
def test_welsh_comes_first_in_wales(variant, nation, languages):
    assert languages_of(variant, nation) == languages


def test_long_words_give_way():
    assert shortened("n" * 10, 10, "less") == "n" * 10
    assert shortened("n" * 11, 10, "less") == "less"


def test_an_address_as_people_type_it():
    assert near_address("https://a.example.nhs.uk/schemes/b") == "a.example.nhs.uk/schemes/b"


def test_parts_cannot_run_into_one_another():
    assert _digest(("ab", "c")) != _digest(("a", "bc"))


@pytest.mark.parametrize("colour", ["005eb8", "#fff", "#ffffff", "#41b6e6", "blue", "#00ff00"])
def test_a_colour_that_white_words_cannot_stand_on_is_refused_at_start(colour, tmp_path):
    with pytest.raises(Misconfigured, match="BRAND_COLOUR"):
        from_environ({"BRAND_COLOUR": colour, "DATA_DIR": str(tmp_path), "SECRET_KEY": "k"})


@pytest.mark.parametrize("text", [None, "PNG", "<svg><script>alert(1)</script></svg>"])
def test_a_logo_that_is_no_plain_svg_is_refused_at_start(text, tmp_path):
    path = tmp_path / "logo.svg"
    if text is not None:
        path.write_text(text)
    environ = {"BRAND_LOGO": str(path), "DATA_DIR": str(tmp_path), "SECRET_KEY": "k"}
    with pytest.raises(Misconfigured, match="BRAND_LOGO"):
        from_environ(environ)


def test_a_brand_is_read(tmp_path):
    path = tmp_path / "logo.svg"
    path.write_text('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>')
    environ = {"BRAND_LOGO": str(path), "BRAND_COLOUR": "#003087"}
    read = from_environ({**environ, "DATA_DIR": str(tmp_path), "SECRET_KEY": "k"})
    assert read.brand_logo.startswith("<svg")
    assert read.brand_colour == "#003087"


@pytest.mark.parametrize("hosts", ["intranet", "https://a b", "*", "https://a/;script-src *"])
def test_hosts_that_could_change_the_header_are_refused(hosts, tmp_path):
    with pytest.raises(Misconfigured, match="EMBED_HOSTS"):
        from_environ({"EMBED_HOSTS": hosts, "DATA_DIR": str(tmp_path), "SECRET_KEY": "k"})


def test_the_sheet_takes_as_many_rows_as_fit():
    short = Row("Small grant", "All staff", "Up to £20,000", "Closes Friday 3 December 2026, 10am")
    long = Row("n" * 120, "All staff", "Up to £20,000", "Closes Friday 3 December 2026, 10am")
    assert len(fitting((short,) * 20)) == 7
    assert len(fitting((long,) * 20)) == 2
    assert fitting(()) == ()
