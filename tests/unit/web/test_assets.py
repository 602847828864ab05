import json

import pytest

from portal.kernel.config import ROOT
from portal.web import assets

CSS = (
    '@font-face{font-family:F;src:url(https://fonts.example/f.woff2) format("woff2")}'
    "a{background:url(/assets/images/a.svg)}b{background:url('/assets/b.svg')}"
    "/*# sourceMappingURL=x.css.map */"
)


def test_the_style_sheet_loses_fonts_maps_and_rooted_addresses():
    assert assets.own_style(CSS) == (
        "a{background:url(assets/images/a.svg)}b{background:url('assets/b.svg')}\n"
    )


@pytest.mark.parametrize("address", ["https://x.example/a.png", "//x.example/a", "'http://x'"])
def test_an_address_on_another_host_stops_the_install(address):
    with pytest.raises(ValueError, match="another host"):
        assets.own_style(f"a{{background:url({address})}}")


def test_install_copies_and_compresses(tmp_path):
    source = tmp_path / "modules/nhsuk-frontend/dist/nhsuk"
    (source / "assets/images").mkdir(parents=True)
    (source / "assets/images/a.svg").write_text("<svg/>")
    (source / "nhsuk-frontend.min.css").write_text(CSS)
    (source / "nhsuk-frontend.min.js").write_text("export{};//# sourceMappingURL=x.map")
    folder = assets.install(tmp_path / "modules", tmp_path / "static")
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == {
        "assets/images/a.svg",
        "assets/images/a.svg.gz",
        "nhsuk-frontend.min.css",
        "nhsuk-frontend.min.css.gz",
        "nhsuk-frontend.min.js",
        "nhsuk-frontend.min.js.gz",
    }
    assert (folder / "nhsuk-frontend.min.js").read_text() == "export{};"


def test_the_address_changes_with_the_content(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    (tmp_path / "a.css").write_text("a{}")
    first = assets.asset_url("a.css")
    (tmp_path / "a.css").write_text("a{b:c}")
    assert first.startswith("/static/a.css?v=")
    assert assets.asset_url("a.css") not in {first, "/static/a.css"}


def test_a_missing_file_gets_its_plain_address(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    assert assets.asset_url("nhsuk/a.css") == f"/static/vendor/nhsuk-{assets.NHSUK_VERSION}/a.css"


def test_one_version_of_the_design_system_everywhere():
    package = json.loads((ROOT / "package.json").read_text())
    assert package["dependencies"]["nhsuk-frontend"] == assets.NHSUK_VERSION
    assert f"nhsuk-{assets.NHSUK_VERSION}/" in (ROOT / "static/js/headroom.js").read_text()


def test_the_lock_names_no_host():
    assert "://" not in (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
