from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import DownloadButton

import ui
from ui.choice import ENDPOINT_VARIABLE, STORE_VARIABLE
from ui.permalinks import pack

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
    assert ">منفّذ</span>" in page
    targets = set(re.findall(r'data-goto="([^"]+)"', page))
    assert targets
    assert targets <= set(re.findall(r'<span id="([^"]+)"></span>', page))


def test_series_shows_its_parts_and_a_part_its_series() -> None:
    series = open_page(
        "attack",
        lang="en",
        attack=address_of(open_page("attacks", kind="series", lang="en", background="no"), "Attack"),
    )
    assert html(series).count(">part:<") == 2
    part = open_page("attack", lang="en", attack=address_of(open_page("attacks", lang="en"), "Drone strike"))
    assert ">part of:<" in html(part)


def test_retaliation_is_linked() -> None:
    page = html(open_page("attack", attack=address_of(open_page("attacks"), "غارة جوية")))
    assert ">ردّ على:<" in page
    assert "رداً على هجوم سابق" in page


@pytest.mark.parametrize(("address", "title"), [({}, "اختر هجومًا"), ({"attack": "<b>x</b>"}, "لا هجوم بهذا العنوان")])
def test_attack_page_without_an_attack(address: dict[str, str], title: str) -> None:
    page = html(open_page("attack", **address))
    assert f"<h2>{title}</h2>" in page
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


def run(app: AppTest) -> AppTest:
    """The page after its query has been run."""
    app.button[-1].click().run()
    assert not app.exception
    return app


def files(app: AppTest) -> list[str]:
    """The labels of the buttons that write files."""
    return [button.label for button in app.get("download_button") if isinstance(button, DownloadButton)]


def test_named_queries_are_offered_with_titles_and_parameters() -> None:
    app = open_page("sparql", lang="en", query="attack-roles")
    assert "Roles of attacks (attack-roles)" in app.selectbox(key="rasd-query").options
    assert app.text_input(key="rasd-parameter-attack-roles-article").label == "article (optional)"
    assert "VALUES ?article { UNDEF }" in (app.text_area[0].value or "")
    assert files(app) == []


def test_a_named_query_is_run_with_its_parameter_bound() -> None:
    app = open_page("sparql", query="attack-roles")
    app.text_input(key="rasd-parameter-attack-roles-article").input("raya-1")
    run(app)
    page = html(app)
    assert '<bdi title="raya-1">raya-1</bdi>' in page
    assert "hostile" not in page
    assert 'href="attack?attack=' in page
    assert (app.query_params["run"], app.query_params["p-article"]) == ("1", "raya-1")
    assert files(app) == ["تنزيل CSV", "تنزيل TSV", "تنزيل JSON", "تنزيل XML"]


def test_a_value_is_never_pasted_into_the_text() -> None:
    app = open_page("sparql", query="attack-roles")
    app.text_input(key="rasd-parameter-attack-roles-article").input('" } ?x ?y ?z . { "')
    assert "لا نتائج." in [info.value for info in run(app).info]


def test_a_link_runs_a_named_query() -> None:
    app = open_page("sparql", query="articles", run="1")
    assert "raya-1" in html(app)


def test_text_in_a_link_is_not_taken_for_a_query() -> None:
    app = open_page("sparql", query="nonsense", run="1", text="SELECT * { ?s ?p ?o }")
    assert "SELECT * { ?s ?p ?o }" not in (app.text_area[0].value or "")
    assert files(app) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {", "the query is wrong"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not carried out here"),
    ],
)
def test_an_error_is_shown_with_its_first_line(text: str, message: str) -> None:
    app = open_page("sparql", query="articles")
    app.text_area[0].input(text)
    run(app)
    assert app.error[0].value == "لم يُنفَّذ الاستعلام"
    assert message in app.code[0].value
    assert "\n" not in app.code[0].value


def test_a_value_of_the_wrong_type_is_named() -> None:
    app = open_page("sparql", query="attack-roles")
    app.text_input(key="rasd-parameter-attack-roles-attack").input("no iri")
    assert "parameter attack" in run(app).code[0].value


@pytest.mark.parametrize(
    ("text", "shown", "offered"),
    [
        ("ASK { ?s ?p ?o }", "نعم", ["تنزيل JSON", "تنزيل XML"]),
        ("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 3", "عدد الصفوف: 3", ["تنزيل Turtle"]),
    ],
)
def test_other_kinds_of_answers(text: str, shown: str, offered: list[str]) -> None:
    app = open_page("sparql", query="articles")
    app.text_area[0].input(text)
    run(app)
    assert shown in html(app)
    assert files(app) == offered


def test_a_link_shows_an_own_query_and_does_not_run_it() -> None:
    text = "SELECT ?s { ?s ?p ?o } LIMIT 7"
    packed = pack(text)
    assert packed is not None
    app = open_page("sparql", text=packed)
    assert app.text_area[0].value == text
    assert files(app) == []
    run(app)
    assert "عدد الصفوف: 7" in html(app)
    assert app.query_params["text"] == packed


def test_the_query_of_a_selection_gives_the_same_attacks() -> None:
    app = open_page("attacks", lang="en", place="place/nahria")
    link = next(re.search(r"sparql\?text=([\w-]+)", text.value) for text in app.markdown if "sparql?" in text.value)
    assert link is not None
    queries = open_page("sparql", lang="en", text=link[1])
    assert "rasd:within*" in (queries.text_area[0].value or "")
    assert f"Rows: {attacks(app)}" in html(run(queries))


def test_a_selection_can_be_downloaded() -> None:
    labels = files(open_page("attacks", lang="en"))
    assert labels == ["CSV", "Excel", "JSON", "GeoJSON", "Turtle"]


def test_the_map_is_another_view_of_the_selection() -> None:
    app = open_page("attacks", view="map", lang="en")
    assert attacks(app) == 0
    assert app.get("bidi_component")
