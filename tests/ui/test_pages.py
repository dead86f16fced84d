from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import DownloadButton

import ui
from builder.cli import cli
from builder.graph.iris import article_iri, attack_iri, event_iri
from ui.choice import ADDING_VARIABLE, ENDPOINT_VARIABLE, STORE_VARIABLE

APP = Path(ui.__file__).with_name("app.py")
SECONDS = 60


def open_page(page: str = "", **address: str) -> AppTest:
    """The page with this address, drawn once."""
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    if page:
        app.switch_page(f"screens/{page}.py")
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
    assert not app.exception, [error.stack_trace for error in app.exception]
    return app


def html(app: AppTest) -> str:
    """All HTML of the page."""
    parts = [element.proto.body for element in app.get("html")]
    return "\n".join(parts)


def attacks(app: AppTest) -> int:
    """How many lines the table of attacks has."""
    return html(app).count('class="rasd-row"')


def address_of(app: AppTest, title: str) -> str:
    """The IRI of the attack whose link has this text."""
    page = html(app)
    end = page.index(f'">{title}</a>')
    start = page.rindex("attack=", 0, end) + len("attack=")
    return unquote(page[start:end].partition("&amp;")[0])


@pytest.fixture(autouse=True)
def invented_store(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENDPOINT_VARIABLE, raising=False)
    monkeypatch.setenv(STORE_VARIABLE, str(store))


def test_overview_shows_figures_of_the_store() -> None:
    app = open_page()
    for label, value in (("مقالات", 3), ("هجمات", 4), ("سلاسل هجمات", 3), ("مقالات بلا هجوم", 1), ("مدخلات مرفوضة", 2)):
        assert f"<div><dt>{label}</dt><dd>{value}</dd></div>" in html(app)


def test_overview_tells_how_good_the_store_is(store: Path) -> None:
    page = html(open_page(lang="en"))
    assert "4 of 4 attacks are told by one article" in page
    built = datetime.fromtimestamp((store / "CURRENT").stat().st_mtime).astimezone()
    assert f"<strong>{built:%Y-%m-%d %H:%M}</strong>" in page
    assert "Reasons of rejections (2)" in page
    assert "lines.jsonl:3" in page


def test_a_merged_attack_tells_why_and_how_to_split_it(
    retold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    shutil.copytree(retold, store)
    monkeypatch.setenv(STORE_VARIABLE, str(store))
    attack = attack_iri(event_iri(article_iri("raya-1"), "rockets"))
    app = open_page("attack", lang="en", attack=attack)
    page = html(app)
    assert '<span class="rasd-mark-conflict">other toll</span>' in page
    split = shlex.split(app.code[0].value.splitlines()[0])
    assert split[:3] == ["rasd", "curate", "split"]
    done = CliRunner().invoke(cli, split[1:])
    assert done.exit_code == 0, done.output
    assert 'class="rasd-table rasd-merging"' not in html(open_page("attack", lang="en", attack=attack))


def test_overview_compares_a_period_with_the_one_before() -> None:
    for days, now, before in (("7", 1, 0), ("30", 2, 0), ("365", 2, 0)):
        assert re.search(
            rf"<dd>{now} <span class=\"rasd-change\">[▲=] قبلها {before}</span>", html(open_page(days=days))
        )


def test_attacks_are_all_listed() -> None:
    assert attacks(open_page("attacks")) == 7


def test_english_by_address() -> None:
    app = open_page(lang="en")
    assert "<dt>Articles without attack</dt>" in html(app)
    assert app.button(key="rasd-language").label == "العربية"


def test_the_button_changes_the_language_and_the_address() -> None:
    app = open_page()
    app.button(key="rasd-language").click().run()
    assert app.query_params["lang"] == "en"
    assert "<dt>Articles</dt>" in html(app)


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [("text", "الراية", 2), ("text", "raya", 2), ("text", "لا وجود لها", 0)],
)
def test_text_filters(field: str, value: str, found: int) -> None:
    app = open_page("attacks")
    app.text_input(key=f"rasd-filter-{field}").input(value).run()
    assert attacks(app) == found
    assert app.query_params[field] == value


def test_a_place_stands_for_all_that_it_contains() -> None:
    app = open_page("attacks")
    assert "النهرية (3)" in app.multiselect(key="rasd-filter-place").options
    app.multiselect(key="rasd-filter-place").set_value(["place/nahria"]).run()
    assert attacks(app) == 3
    assert app.query_params["place"] == "place/nahria"


def test_an_actor_by_the_ground_on_which_it_is_named() -> None:
    assert attacks(open_page("attacks", actor="actor/raya")) == 2
    assert attacks(open_page("attacks", actor="actor/raya", basis="claimed")) == 1


def test_the_timeline_is_another_view_of_the_selection() -> None:
    app = open_page("attacks", view="timeline", text="الراية")
    assert attacks(app) == 0
    assert 'class="rasd-legend"' in html(app)


def test_filters_from_the_address_with_what_is_wrong_left_out() -> None:
    app = open_page(
        "attacks", type="CarBombing", status="nonsense", since="yesterday", until="2023-12-01", background="yes"
    )
    assert app.multiselect(key="rasd-filter-type").value == ["CarBombing"]
    assert app.multiselect(key="rasd-filter-status").value == []
    assert app.date_input(key="rasd-filter-since").value is None
    assert attacks(app) == 1
    assert "status" not in app.query_params


def test_filters_can_be_cleared() -> None:
    app = open_page("attacks", text="الراية", kind="attack", since="2023-11-01")
    assert attacks(app) == 1
    next(button for button in app.button if button.label == "مسح المرشّحات").click().run()
    assert attacks(app) == 7
    assert "text" not in app.query_params


def test_no_attack_matches() -> None:
    app = open_page("attacks", text="لا وجود لها")
    assert app.info[0].value == "لا هجوم يطابق هذه المرشّحات."


def test_text_of_articles_is_escaped() -> None:
    overview = open_page("attacks")
    attack = open_page("attack", attack=address_of(overview, "غارة جوية"))
    for page in (html(overview), html(attack)):
        assert "<script" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page
    assert "&lt;b id=&#34;x&#34;&gt;hostile&lt;/b&gt;" in html(attack)


def test_attack_shows_every_role_claim_and_sentence() -> None:
    page = html(
        open_page("attack", attack=address_of(open_page("attacks", text="كتائب", status="occurred"), "هجوم صاروخي"))
    )
    for words in (
        "فجر الخميس",
        "2023-11-02",
        "20+",
        'المعدود: <bdi lang="ar">جنود</bdi>',
        "قاعدة الوادي",
        "متحدث عسكري",
        "شبكة الضفاف",
        "أخطأ الهدف",
    ):
        assert words in page
    sentence = "ونفى متحدث عسكري إصابة القاعدة، وقال لشبكة الضفاف إن <mark>الصواريخ سقطت في أرض خالية</mark>."
    assert sentence in page
    assert (
        page.count('<blockquote class="rasd-quote"') == 2 + 5 + 9 + 2
    )  # conflicting sides, claims, arguments, triggers


def test_conflicts_stand_side_by_side() -> None:
    overview = open_page(lang="en")
    assert "<div><dt>Conflicting reports</dt><dd>2</dd></div>" in html(overview)
    page = html(
        open_page(
            "attack",
            lang="en",
            attack=address_of(
                open_page("attacks", lang="en", text="كتائب", kind="attack", status="occurred"),
                "Rocket or missile attack",
            ),
        )
    )
    assert "<h3>Outcome of the attack</h3>" in page
    sides = page[page.index('class="rasd-sides"') :]
    assert sides.index(">hit<") < sides.index(">missed<")
    assert "conflicting reports: 1" in html(overview)


def test_marks_have_colours_and_labels_and_are_linked() -> None:
    page = html(
        open_page(
            "attack", attack=address_of(open_page("attacks", background="yes", type="CarBombing"), "تفجير مركبة مفخخة")
        )
    )
    assert 'class="rasd-g-perpetrator ' in page
    assert ">منفّذ</a>" in page
    targets = set(re.findall(r'data-goto="([^"]+)"', page))
    assert {target[0] for target in targets} == {"c", "r", "s", "w"}
    assert targets <= set(re.findall(r' id="([^"]+)"', page))


def test_series_shows_its_parts_and_a_part_its_series() -> None:
    series = open_page(
        "attack",
        lang="en",
        attack=address_of(open_page("attacks", kind="series", lang="en", background="no"), "Attack"),
    )
    assert "Parts of the series" in html(series)
    assert html(series).count('<p class="rasd-claim-head"><strong><a href="attack?') == 3  # parts, and the total
    part = open_page("attack", lang="en", attack=address_of(open_page("attacks", lang="en"), "Drone strike"))
    assert "Part of a series" in html(part)


def test_retaliation_is_linked() -> None:
    page = html(open_page("attack", attack=address_of(open_page("attacks"), "غارة جوية")))
    assert "قبله: يردّ على" in page
    assert "لا يقول أي مقال" not in page
    assert "رداً على هجوم سابق" in page


@pytest.mark.parametrize(("address", "title"), [({}, "اختر هجومًا"), ({"attack": "<b>x</b>"}, "لا هجوم بهذا العنوان")])
def test_attack_page_without_an_attack(address: dict[str, str], title: str) -> None:
    page = html(open_page("attack", **address))
    assert f"<h1>{title}</h1>" in page
    assert "<b>x" not in page


@pytest.mark.parametrize("page", ["", "attack", "sparql"])
def test_missing_store_says_what_to_do(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "nothing"))
    app = open_page(page)
    assert "<h1>لا مخزن هنا بعد</h1>" in html(app)
    assert "rasd demo" in html(app)
    assert not (tmp_path / "nothing").exists()


def test_a_file_is_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "file"))
    assert "<h1>لا مخزن هنا بعد</h1>" in html(open_page())


def test_store_of_another_version_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_store: Callable[..., Path]
) -> None:
    path = make_store(tmp_path / "store", "quiet")
    (path / "VERSION").write_text("999\n")
    monkeypatch.setenv(STORE_VARIABLE, str(path))
    page = html(open_page(lang="en"))
    assert "<h1>The store does not answer</h1>" in page
    assert "layout 999" in page


def test_empty_store_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_store: Callable[..., Path]
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(make_store(tmp_path / "store")))
    assert "<h1>المخزن فارغ</h1>" in html(open_page())


def test_store_without_attacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_store: Callable[..., Path]
) -> None:
    path = make_store(tmp_path / "store", "quiet")
    monkeypatch.setenv(STORE_VARIABLE, str(path))
    assert "<h2>لا هجمات في هذه المقالات</h2>" in html(open_page())


def test_a_new_build_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_store: Callable[..., Path]) -> None:
    path = make_store(tmp_path / "store", "quiet")
    monkeypatch.setenv(STORE_VARIABLE, str(path))
    app = open_page()
    make_store(path, "raya-1")
    app.run()
    assert attacks(app) == 5


def files(app: AppTest) -> list[str]:
    """The labels of the buttons that write files."""
    return [button.label for button in app.get("download_button") if isinstance(button, DownloadButton)]


def test_a_selection_can_be_downloaded() -> None:
    labels = files(open_page("attacks", lang="en"))
    assert labels == ["CSV", "Excel", "JSON", "GeoJSON", "Turtle"]


def test_the_map_is_another_view_of_the_selection() -> None:
    app = open_page("attacks", view="map", lang="en")
    assert attacks(app) == 0
    assert app.get("bidi_component")


@pytest.mark.parametrize(("lang", "title"), [("ar", "لا إضافة من هنا"), ("en", "Nothing can be added")])
def test_nothing_is_added_to_an_endpoint(lang: str, title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDING_VARIABLE, "yes")
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    monkeypatch.setenv(ENDPOINT_VARIABLE, "http://127.0.0.1:9/query")
    app.query_params["lang"] = lang
    app.run()
    app.switch_page("screens/add.py")
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    assert title in html(app)
    assert "rasd push --store rasd-store --endpoint http://127.0.0.1:9/query" in html(app)
    assert not app.text_area and not app.get("file_uploader") and not app.text_input


@pytest.mark.parametrize("said", ["no", ""])
def test_adding_is_not_offered_where_others_may_reach_the_interface(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDING_VARIABLE, said)
    app = open_page("add")
    assert "--allow-adding" in html(app)
    assert not app.text_area


def test_what_cannot_be_previewed_is_told_in_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDING_VARIABLE, "yes")
    app = open_page("add")
    app.button[-1].click().run()
    assert [error.value for error in app.error] == ["اكتب نص المقال أولًا."]
    assert "rasd-add-reading" not in app.session_state
