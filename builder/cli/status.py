"""``rasd status``: what is in a store."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.common import debug_option, require_store, store_option
from builder.cli.progress import describe
from builder.text.lines import printable

if TYPE_CHECKING:
    from builder.store.inventory import Inventory

_LISTED = 100  # rejections, in the text
_STATES = {"extracted": "extracted", "noAttack": "no attack"}


@click.command(short_help="Show what is in the store.")
@store_option("The store to look at.")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print it.",
)
@click.option("--articles", "list_articles", is_flag=True, help="List every article (JSON always does).")
@debug_option
def status(store: Path, layout: str, list_articles: bool) -> None:
    """Show what is in the store: articles by state, rejected inputs with reasons, triples, versions."""
    from builder.store.inventory import take_inventory
    from builder.store.store import Store, is_published, store_versions

    require_store(store)
    with Store.open_reader(store) as reader:
        inventory = take_inventory(reader)
        _, ontology = store_versions(store)
    if layout == "json":
        click.echo(json.dumps(_to_json(inventory, ontology), ensure_ascii=False, indent=2))
        return
    click.echo(_to_text(inventory, ontology, list_articles))
    if not is_published(store):
        click.echo("a build is running, or one was interrupted: build again to finish it", err=True)


def _to_json(inventory: Inventory, ontology: str) -> dict[str, object]:
    from builder.store.store import LAYOUT_VERSION

    return {
        "articles": [
            {"id": one.id, "state": _STATES[one.state], "events": one.events, "version": one.version}
            for one in inventory.articles
        ],
        "states": _by_state(inventory),
        "counts": _counts(inventory),
        "reasons": _by_reason(inventory),
        "rejected": [{"input": one.source, "line": one.line, "reason": one.reason} for one in inventory.rejected],
        "triples": dict(inventory.triples),
        "versions": {"layout": LAYOUT_VERSION, "ontology": ontology, "rasd": _by_version(inventory)},
    }


def _to_text(inventory: Inventory, ontology: str, list_articles: bool) -> str:
    states = ", ".join(f"{count:,} {state}" for state, count in _by_state(inventory).items())
    graphs = ", ".join(f"{count:,} {graph}" for graph, count in sorted(inventory.triples.items()))
    versions = ", ".join(f"rasd {version} ({count:,} articles)" for version, count in _by_version(inventory).items())
    counts = _counts(inventory)
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in _by_reason(inventory).items())
    left = len(inventory.rejected) - _LISTED
    lines = [
        f"read      {counts['read']:,}: {counts['with_attack']:,} with attacks, {counts['without_attack']:,} without, "
        f"{counts['rejected']:,} rejected",
        f"articles  {len(inventory.articles):,}" + (f": {states}" if states else ""),
        f"events    {sum(article.events for article in inventory.articles):,}",
        f"triples   {sum(inventory.triples.values()):,}" + (f": {graphs}" if graphs else ""),
        f"versions  {', '.join(filter(None, (f'ontology {ontology}', versions)))}",
        f"rejected  {len(inventory.rejected):,}" + (f": {printable(reasons)}" if reasons else ""),
        *(f"  {describe(rejection)}" for rejection in inventory.rejected[:_LISTED]),
        *([f"  and {left:,} more: rasd status --format json lists all"] if left > 0 else []),
    ]
    if list_articles:
        lines += [f"{_STATES[one.state]}, {one.events:,} events: {one.id}" for one in inventory.articles]
    return "\n".join(lines)


def _counts(inventory: Inventory) -> dict[str, int]:
    """All inputs that the store knows of: articles with and without attacks, and rejected inputs."""
    states = Counter(article.state for article in inventory.articles)
    return {
        "read": len(inventory.articles) + len(inventory.rejected),
        "with_attack": states["extracted"],
        "without_attack": states["noAttack"],
        "rejected": len(inventory.rejected),
    }


def _by_reason(inventory: Inventory) -> dict[str, int]:
    """The rejected inputs by kinds of reasons, the most frequent first."""
    counted = Counter(rejection.kind for rejection in inventory.rejected)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _by_state(inventory: Inventory) -> dict[str, int]:
    counted = Counter(_STATES[article.state] for article in inventory.articles)
    return {state: counted[state] for state in _STATES.values() if counted[state]}


def _by_version(inventory: Inventory) -> dict[str, int]:
    return dict(sorted(Counter(article.version for article in inventory.articles).items()))
