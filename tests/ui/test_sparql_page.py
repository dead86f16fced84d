"""The page of queries without a browser; what the editor would send is written into the session."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.test_pages import attacks, files, html, open_page
from ui.choice import ENDPOINT_VARIABLE, STORE_VARIABLE
from ui.editor import editor_base
from ui.permalinks import pack
from ui.workbench import Workbench


@pytest.fixture(autouse=True)
def chosen_store(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENDPOINT_VARIABLE, raising=False)
    monkeypatch.setenv(STORE_VARIABLE, str(store))


def bench(app: AppTest) -> Workbench:
    found = app.session_state["rasd-workbench"]
    assert isinstance(found, Workbench)
    return found


def run(app: AppTest, text: str | None = None) -> AppTest:
    """The page after the button of the editor was pressed, with another text in it if there is one."""
    now = bench(app)
    sent = {
        "base": editor_base(now.text, now.version),
        "text": now.text if text is None else text,
        "runs": now.runs + 1,
    }
    app.session_state["rasd-editor"] = {"value": sent}
    app.run()
    assert not app.exception, [error.stack_trace for error in app.exception]
    return app


def views(app: AppTest) -> list[str]:
    """The views that are offered."""
    return [option for group in app.button_group for option in group.options]


def field(app: AppTest, name: str) -> str:
    return f"rasd-parameter-{bench(app).version}-{name}"


@pytest.mark.parametrize(
    ("lang", "title", "label", "meaning"),
    [
        ("en", "Roles of attacks (attack-roles)", "Identifier of the article (optional)", "One row for each mention"),
        ("ar", "أدوار الهجمات (attack-roles)", "معرّف المقال (اختياري)", "صف لكل ذكر لكل دور"),
    ],
)
def test_a_named_query_has_fields_in_the_language_of_the_page(lang: str, title: str, label: str, meaning: str) -> None:
    app = open_page("sparql", lang=lang, query="attack-roles")
    assert title in app.selectbox(key="rasd-query").options
    assert app.text_input(key=field(app, "article-string")).label == label
    assert meaning in html(app)
    assert "VALUES ?article { UNDEF }" in bench(app).text
    assert files(app) == []


def test_a_value_alone_runs_nothing_and_a_run_binds_it() -> None:
    app = open_page("sparql", query="attack-roles")
    app.text_input(key=field(app, "article-string")).input("raya-1").run()
    assert files(app) == []
    page = html(run(app))
    assert ">raya-1</bdi>" in page
    assert "hostile" not in page
    assert 'href="attack?attack=' in page
    assert (app.query_params["run"], app.query_params["p-article"]) == ("1", "raya-1")
    assert files(app) == ["تنزيل CSV", "تنزيل TSV", "تنزيل JSON", "تنزيل XML"]


def test_names_of_the_store_are_offered_and_others_taken() -> None:
    app = open_page("sparql", lang="en", query="group-attacks")
    field_of_group = app.selectbox(key=field(app, "group-string"))
    assert "Raya Brigades" in field_of_group.options
    link = open_page("sparql", lang="en", **{"query": "group-attacks", "run": "1", "p-group": "كتائب الراية"})
    assert link.selectbox(key=field(link, "group-string")).value == "كتائب الراية"
    assert bench(link).history[0].rows > 0
    other = open_page("sparql", lang="en", **{"query": "group-attacks", "run": "1", "p-group": "nobody"})
    assert bench(other).history[0].rows == 0


def test_numbers_and_days_have_fields_of_their_own() -> None:
    app = open_page("sparql", lang="en", query="new-groups")
    assert app.number_input(key=field(app, "days-integer")).value == 30
    app.number_input(key=field(app, "days-integer")).set_value(7)
    run(app)
    assert bench(app).history[0].question.values == (("days", "7"),)
    link = open_page("sparql", **{"query": "articles", "p-since": "1066-01-01"})  # out of bounds
    assert link.date_input(key=field(link, "since-date")).value is None


def test_a_value_is_never_pasted_into_the_text() -> None:
    app = open_page("sparql", query="attack-roles")
    app.text_input(key=field(app, "article-string")).input('" } ?x ?y ?z . { "')
    assert any("لا صفوف في الجواب" in info.value for info in run(app).info)


def test_a_value_of_the_wrong_type_is_named_at_its_field() -> None:
    app = open_page("sparql", lang="en", query="attack-roles")
    app.text_input(key=field(app, "attack-iri")).input("no iri").run()
    assert any("Not a valid value of “Attack”" in caption.value for caption in app.caption)
    assert "A value is missing or not of its type" in run(app).error[0].value
    assert "parameter attack" in app.code[0].value


def test_a_required_value_is_asked_for() -> None:
    app = open_page("sparql", lang="en", query="target-timeline")
    assert "A value is missing" in run(app).error[0].value


def test_a_named_query_becomes_the_users_own_with_its_values_as_terms() -> None:
    app = open_page("sparql", lang="en", query="attack-roles")
    app.text_input(key=field(app, "article-string")).input('a"b\\')
    app.button(key="rasd-as-own").click().run()
    now = bench(app)
    assert now.name == ""
    assert app.selectbox(key="rasd-query").value == ""
    assert r'VALUES ?article { "a\"b\\" }' in now.text
    assert "VALUES ?attack { UNDEF }" in now.text
    assert app.text_input(key=field(app, "attack-iri")).value == ""  # what was left open is still asked for
    assert files(app) == []
    assert any("no rows" in info.value for info in run(app).info)


def test_the_own_query_is_kept_while_another_is_looked_at() -> None:
    app = open_page("sparql", lang="en", query="articles")
    app.selectbox(key="rasd-query").set_value("").run()
    run(app, "SELECT ?own { ?own ?p ?o } LIMIT 1")
    app.selectbox(key="rasd-query").set_value("articles").run()
    assert files(app) == []
    app.selectbox(key="rasd-query").set_value("").run()
    assert bench(app).text == "SELECT ?own { ?own ?p ?o } LIMIT 1"


def test_a_changed_text_of_a_named_query_can_be_restored() -> None:
    app = open_page("sparql", lang="en", query="articles")
    plain = bench(app).text
    run(app, "SELECT ?s { ?s ?p ?o } LIMIT 3")
    assert app.query_params["text"] == pack("SELECT ?s { ?s ?p ?o } LIMIT 3")
    app.button(key="rasd-reset").click().run()
    assert bench(app).text == plain
    assert "rasd-reset" not in {button.key for button in app.button}


def test_a_link_runs_a_named_query() -> None:
    app = open_page("sparql", query="articles", run="1")
    assert "raya-1" in html(app)


@pytest.mark.parametrize("view", ["map", "network", "chart"])
def test_a_link_holds_the_view(view: str) -> None:
    app = open_page("sparql", query="attack-places", run="1", view=view)
    assert 'class="rasd-table rasd-answer"' not in html(app)
    assert app.query_params["view"] == view


def test_text_in_a_link_is_not_taken_for_a_query() -> None:
    app = open_page("sparql", query="nonsense", run="1", text="SELECT * { ?s ?p ?o }")
    assert "SELECT * { ?s ?p ?o }" not in bench(app).text
    assert files(app) == []


def test_a_link_shows_an_own_query_and_does_not_run_it() -> None:
    text = "SELECT ?s { ?s ?p ?o } LIMIT 7"
    packed = pack(text)
    assert packed is not None
    app = open_page("sparql", text=packed, run="1")
    assert bench(app).text == text
    assert any("ولم يُنفَّذ" in info.value for info in app.info)
    assert files(app) == []
    assert "عدد الصفوف: 7" in html(run(app))
    assert app.query_params["text"] == packed
    assert not app.info


@pytest.mark.parametrize(
    ("text", "advice", "detail"),
    [
        ("SELECT * {", "at line 1, column 11", None),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "Take it out", "SERVICE is not carried out here"),
        ("DELETE WHERE { ?s ?p ?o }", "Take it out", "DELETE is an update"),
        ("#" * 100_001, "as it is written", "a query may have"),
        ("# param: x\nASK {}", "as it is written", "cannot read the parameter"),
    ],
)
def test_an_error_says_what_to_do(text: str, advice: str, detail: str | None) -> None:
    app = run(open_page("sparql", lang="en", query="articles"), text)
    assert advice in app.error[0].value
    assert [code.value for code in app.code if detail and detail in code.value] or detail is None
    assert files(app) == []
    assert bench(app).history[0].kind is None


@pytest.mark.parametrize(
    ("text", "shown", "offered"),
    [
        ("ASK { ?s ?p ?o }", "نعم", ["تنزيل JSON", "تنزيل XML"]),
        (
            "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 3",
            "عدد الصفوف: 3",
            ["تنزيل Turtle", "تنزيل N-Triples", "تنزيل JSON-LD"],
        ),
    ],
)
def test_other_kinds_of_answers(text: str, shown: str, offered: list[str]) -> None:
    app = run(open_page("sparql", query="articles"), text)
    assert shown in html(app)
    assert [label for label in files(app) if "GraphML" not in label] == offered


def test_only_views_that_the_content_allows_are_offered() -> None:
    app = open_page("sparql", lang="en", query="attack-places", run="1")
    assert views(app) == ["Table", "Chart", "Map", "Network"]
    assert views(run(app, "SELECT ?p { ?s ?p ?o } LIMIT 5")) == []


def test_rows_are_found_and_sorted() -> None:
    app = run(
        open_page("sparql", lang="en", query="articles"),
        "SELECT ?n { VALUES ?n {" + " ".join(map(str, range(99, -1, -1))) + "} }",
    )
    key = "0-0"
    app.text_input(key=f"rasd-find-{key}").input("7").run()
    assert any("19 of 100" in caption.value for caption in app.caption)
    app.selectbox(key=f"rasd-sort-{key}").set_value(0).run()
    shown = re.findall(r'title="(\d+)"', html(app))
    assert shown == sorted(shown, key=int)
    assert shown[0] == "7"
    app.toggle(key=f"rasd-downwards-{key}").set_value(True).run()
    assert re.findall(r'title="(\d+)"', html(app)) == shown[::-1]


def test_the_history_puts_a_query_back_with_its_values() -> None:
    app = open_page("sparql", lang="en", query="attack-roles")
    app.text_input(key=field(app, "article-string")).input("raya-1")
    run(app)
    app.selectbox(key="rasd-query").set_value("").run()
    run(app, "SELECT ?s { ?s ?p ?o } LIMIT 2")
    lines = [button.label for button in app.button if (button.key or "").startswith("rasd-history")]
    assert len(lines) == 2
    assert "Rows: 2" in lines[0].replace("\\", "")
    assert "Roles of attacks" in lines[1]
    assert "raya\\-1" in lines[1]
    app.button(key="rasd-history-1").click().run()
    assert bench(app).name == "attack-roles"
    assert app.selectbox(key="rasd-query").value == "attack-roles"
    assert app.text_input(key=field(app, "article-string")).value == "raya-1"
    assert files(app) == []


def test_the_query_of_a_selection_gives_the_same_attacks() -> None:
    app = open_page("attacks", lang="en", place="place/nahria")
    link = next(re.search(r"sparql\?text=([\w-]+)", text.value) for text in app.markdown if "sparql?" in text.value)
    assert link is not None
    queries = open_page("sparql", lang="en", text=link[1])
    assert "rasd:within*" in bench(queries).text
    assert f"Rows: {attacks(app)}" in html(run(queries))
