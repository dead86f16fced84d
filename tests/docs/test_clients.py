"""The code blocks of docs/clients.md, run against a real server on the examples."""

from __future__ import annotations

import base64
import csv
import http.client
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import networkx as nx
import pytest
from click.testing import CliRunner
from lxml import etree
from shapely.geometry import box, shape

from builder.cli import cli
from builder.cli.serve import TOKEN_VARIABLE
from builder.sparql.catalogue import catalogue
from tests.endpoint.served import Served, serving

DOCUMENT: Final = (Path(__file__).parents[2] / "docs/clients.md").read_text(encoding="utf-8")
ADDRESS: Final = "http://127.0.0.1:8000"
TOKEN: Final = "four-words-and-a-number-7"
USER, PASSWORD = "amal", "secret"
RUNNERS: Final = {"bash": ["bash", "-eu", "-o", "pipefail"], "python": [sys.executable], "r": ["Rscript"]}
PROGRAMS: Final = {
    "curl": "curl",
    "jq": "jq",
    "R": "Rscript",
    "R with httr2": "Rscript",
    "DuckDB": "duckdb",
    "Spreadsheets": "soffice",
    "QGIS": "ogr2ogr",
    "With a token": "curl",
    "With a password": "curl",
}
FRONTS: Final = {"With a token": "server_with_token", "With a password": "server_with_password"}
TYPES: Final = """
    PREFIX rasd: <https://w3id.org/rasd/ontology#>
    SELECT ?type (COUNT(?event) AS ?mentions)
    WHERE { ?event a rasd:AttackMention ; rasd:attackType ?type }
    GROUP BY ?type
"""
ARTICLE: Final = "https://w3id.org/rasd/id/article/founding-article"
TABLE: Final = {"table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0"}
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"

Row = dict[str, str]


def sections() -> dict[str, list[tuple[str, str]]]:
    """The code blocks under each heading, with their languages."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for part in re.split(r"^## ", DOCUMENT, flags=re.MULTILINE)[1:]:
        heading, _, text = part.partition("\n")
        found[heading] += re.findall(r"^```(\w+)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return found


def rows(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text)))


@dataclass(frozen=True)
class Done:
    """What the blocks of a section printed, the folder they ran in, and what can be asked beside them."""

    printed: list[str]
    folder: Path
    store: Path
    server: Served

    def ask(self, query: str, *arguments: str, text: str | None = None) -> list[Row]:
        """What ``rasd query`` answers, without any server."""
        command = ["query", query, *arguments, "--store", str(self.store), "--format", "csv"]
        done = CliRunner().invoke(cli, command, input=text)
        assert done.exit_code == 0, done.output
        return rows(done.stdout)

    def types(self) -> dict[str, str]:
        return {row["type"]: row["mentions"] for row in self.ask("-", text=TYPES)}

    def weapons(self) -> list[Row]:
        found = [row for row in self.ask("attack-roles") if row["role"] == "weapon"]
        assert found
        return found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples."""
    folder = tmp_path_factory.mktemp("examples") / "store"
    done = CliRunner().invoke(cli, ["demo", "--no-ui", "--store", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Served]:
    with serving(store) as served:
        yield served


@pytest.fixture(scope="module")
def server_with_token(store: Path) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(TOKEN_VARIABLE, TOKEN)
        with serving(store) as served:
            yield served


@pytest.fixture(scope="module")
def server_with_password(server: Served) -> Iterator[Served]:
    """A server that asks for a name and a password, and passes requests on."""
    expected = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.headers["Authorization"] != expected:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="proxy"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
                connection.request("GET", self.path, headers={"Accept": self.headers["Accept"]})
                answer = connection.getresponse()
                body = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the output of the tests clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield Served(listening.server_port)
        listening.shutdown()
        thread.join()


def run(language: str, code: str, served: Served, folder: Path, name: str) -> str:
    """What a block prints; it must end without an error."""
    program = folder / f"{name}.{language}"
    program.write_text(code.replace(ADDRESS, served.address), encoding="utf-8")
    settings = {
        **os.environ,
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
        "NO_PROXY": "127.0.0.1",
        TOKEN_VARIABLE: TOKEN,
        "PROXY_USER": USER,
        "PROXY_PASSWORD": PASSWORD,
    }
    done = subprocess.run(
        [*RUNNERS[language], str(program)], cwd=folder, env=settings, capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def skip_without_programs(section: str) -> None:
    program = PROGRAMS.get(section)
    if program and shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    if section == "R with httr2":
        asked = 'quit(status = !all(sapply(c("httr2", "jsonlite"), requireNamespace, quietly = TRUE)))'
        if subprocess.run(["Rscript", "-e", asked], capture_output=True, check=False).returncode:
            pytest.skip("the packages httr2 and jsonlite of R are not installed")


def check_curl(done: Done) -> None:
    claims = (done.folder / "claims.csv").read_text(encoding="utf-8")
    assert rows(claims) == done.ask("claims", "--param", "article=founding-article")
    _, types, quads, found, again = done.printed
    assert {row["type"]: row["mentions"] for row in rows(types)} == done.types()
    assert quads == done.server.get("/id/article/founding-article?format=nquads").text
    assert f"<{ARTICLE}>" in quads
    assert {one["kind"] for one in json.loads(found)["results"]} == {"place"}
    assert again == "304\n"
    assert rows((done.folder / "evidence.csv").read_text(encoding="utf-8")) == done.ask("evidence")


def check_jq(done: Done) -> None:
    queries, weapons = done.printed
    assert queries.splitlines() == [f"{query.name}\t{query.title_en}" for query in catalogue()]
    assert weapons.splitlines() == [f"{row['article']}\t{row['value']}" for row in done.weapons()]


def check_pandas(done: Done) -> None:
    attacks: dict[str, set[str]] = defaultdict(set)
    for row in done.weapons():
        attacks[row["value"]].add(row["attack"])
    printed = dict(line.rsplit(maxsplit=1) for line in done.printed[0].splitlines()[1:])
    assert printed == {name: str(len(found)) for name, found in attacks.items()}


def check_sparqlwrapper(done: Done) -> None:
    assert dict(line.split() for line in done.printed[0].splitlines()) == done.types()


def check_rdflib(done: Done) -> None:
    dataset, endpoint = done.printed
    quads = done.server.get(f"/id/article/{ARTICLE.rpartition('/')[2]}?format=nquads").quads()
    counts = Counter(quad.graph_name.value for quad in quads)
    printed = dict(line.split() for line in dataset.splitlines())
    assert {graph: int(number) for graph, number in printed.items() if number != "0"} == counts
    assert counts[ARTICLE] > 0
    places = """
        PREFIX rasd: <https://w3id.org/rasd/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?day ?place
        WHERE { ?attack rasd:onDay ?day ; rasd:occurredAt ?where . ?where skos:prefLabel ?place . }
    """
    arabic = re.compile("[\u0621-\u064a]")
    expected = sorted(
        f"{row['day']} {row['place']}" for row in done.ask("-", text=places) if arabic.search(row["place"])
    )
    assert expected
    assert sorted(endpoint.splitlines()) == expected


def check_r(done: Done) -> None:
    expected = Counter(row["value"] for row in done.weapons())
    printed = [line.split() for line in done.printed[0].splitlines()[1:]]
    assert {" ".join(words[1:-1]): int(words[-1]) for words in printed} == expected


def check_httr2(done: Done) -> None:
    table, _, names = done.printed[0].partition("[1]")
    printed = [line.split() for line in table.splitlines()[1:]]
    assert {words[1]: words[2] for words in printed if len(words) == 3} == done.types()
    assert re.findall('"([a-z-]+)"', names) == [query.name for query in catalogue()]


def check_duckdb(done: Done) -> None:
    attacks: dict[str, set[str]] = defaultdict(set)
    for row in done.ask("attack-roles"):
        attacks[row["type"]].add(row["attack"])
    expected = [{"type": kind, "attacks": str(len(found))} for kind, found in sorted(attacks.items())]
    assert rows(done.printed[0]) == expected


def check_spreadsheets(done: Done) -> None:
    expected = done.ask("attack-roles")
    sheet = etree.parse(done.folder / "attack-roles.fods")
    lines = [[cell.text for cell in line.iter(TEXT)] for line in sheet.iterfind(".//table:table-row", TABLE)]
    filled = [line for line in lines if line]
    assert filled[0] == list(expected[0])
    assert [line[:2] for line in filled[1:]] == [[row["article"], row["attack"]] for row in expected]
    texts = {cell for line in filled for cell in line}
    assert {row["value"] for row in done.weapons()} <= texts


def check_gephi(done: Done) -> None:
    graph = nx.read_graphml(done.folder / "attacks.graphml")
    kinds = nx.get_node_attributes(graph, "kind")
    attacks = {row["attack"] for row in done.ask("attack-roles") if row["kind"] == "attack"}
    assert {node for node, kind in kinds.items() if kind == "attack"} == attacks
    printed = [line.rsplit(maxsplit=1) for line in done.printed[1].splitlines()]
    highest = sorted(dict(graph.degree()).values())[-5:]
    assert [int(number) for _, number in printed] == highest
    assert {name for name, _ in printed} <= set(nx.get_node_attributes(graph, "label").values())


def check_qgis(done: Done) -> None:
    features = json.loads(done.server.get("/api/queries/attack-places.geojson").body)["features"]
    places = done.ask("attack-places")
    assert len(features) == len(places)
    located = [(feature, row) for feature, row in zip(features, places, strict=True) if feature["geometry"]]
    assert located
    for feature, row in located:
        point = shape(feature["geometry"])
        assert (point.y, point.x) == (float(row["lat"]), float(row["long"]))
        assert box(-180, -90, 180, 90).contains(point)
    with closing(sqlite3.connect(done.folder / "attack-places.gpkg")) as package:
        counted = package.execute("SELECT count(*), count(geom) FROM attack_places").fetchone()
    assert counted == (len(features), len(located))
    near = [feature["properties"] for feature, _ in located if feature["properties"]["uncertainty_km"] <= 10]
    assert near
    assert [line.split()[0] for line in done.printed[1].splitlines()] == [str(place["date"]) for place in near]


def check_token(done: Done) -> None:
    articles = done.ask("articles")
    by_curl, by_python = done.printed
    assert rows(by_curl) == articles
    assert by_python.split() == [str(len(articles)), "true", "True"]


def check_password(done: Done) -> None:
    by_curl, by_python = done.printed
    assert rows(by_curl) == done.ask("articles")
    assert by_python.split() == ["true", "True"]


CHECKS: Final[dict[str, Callable[[Done], None]]] = {
    "curl": check_curl,
    "jq": check_jq,
    "pandas": check_pandas,
    "SPARQLWrapper": check_sparqlwrapper,
    "rdflib": check_rdflib,
    "R": check_r,
    "R with httr2": check_httr2,
    "DuckDB": check_duckdb,
    "Spreadsheets": check_spreadsheets,
    "Gephi": check_gephi,
    "QGIS": check_qgis,
    "With a token": check_token,
    "With a password": check_password,
}


def test_each_section_is_checked() -> None:
    assert list(CHECKS) == list(sections())


@pytest.mark.parametrize("section", CHECKS)
def test_the_blocks_of_a_section(
    section: str, store: Path, server: Served, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    skip_without_programs(section)
    (tmp_path / "demo-store").symlink_to(store)
    front: Served = request.getfixturevalue(FRONTS.get(section, "server"))
    printed = [
        run(language, code, front, tmp_path, f"block{number}")
        for number, (language, code) in enumerate(sections()[section])
    ]
    CHECKS[section](Done(printed, tmp_path, store, server))
