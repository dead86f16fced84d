"""``rasd curate``: what a person decides, kept apart from what is extracted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.common import debug_option, print_table, require_store, store_option

if TYPE_CHECKING:
    from builder.store.store import Writer

_STORE_HELP = "The store to decide about."


@click.group(short_help="Decide which entities and which reports are one.")
@debug_option
def curate() -> None:
    """Decide which entities are one and which reports tell of one attack.

    Decisions are kept in a graph of their own (https://w3id.org/rasd/graph/curation), which no build overwrites.
    """


@curate.command("list")
@store_option("The store to look at.")
@debug_option
def show(store: Path) -> None:
    """Show the candidate identities and what was decided about attacks."""
    from builder.curation.decisions import identities, incident_decisions
    from builder.store.store import Store

    require_store(store)
    with Store.open_reader(store) as reader:
        rows = [
            [one.iri, one.candidate_label, one.other_label, f"{one.score:g}", one.status.name.lower()]
            for one in identities(reader)
        ]
        decided = [
            [decision.one, "same event" if decision.same else "another event", decision.other]
            for decision in incident_decisions(reader)
        ]
    print_table(["candidate identity", "candidate", "may be", "score", "status"], rows)
    if decided:
        print_table(["mention", "decided", "mention"], decided)


def _identity_command(name: str, status: str, help_text: str) -> click.Command:
    """A command that gives a candidate identity a status."""

    @click.command(name, help=help_text)
    @click.argument("identity", metavar="IRI")
    @store_option(_STORE_HELP)
    @debug_option
    def command(identity: str, store: Path) -> None:
        from builder.curation.decisions import IdentityStatus, decide_identity

        _change(store, lambda writer: decide_identity(writer, identity, IdentityStatus[status]))

    return command


for _name, _status, _help in (
    ("accept", "ACCEPTED", "Decide that the two entities of a candidate identity are one."),
    ("reject", "REJECTED", "Decide that the two entities of a candidate identity are two."),
    ("reopen", "PROPOSED", "Take back what was decided about a candidate identity."),
):
    curate.add_command(_identity_command(_name, _status, _help))


@curate.command()
@click.argument("attack", metavar="IRI")
@click.argument("other", metavar="OTHER-IRI")
@store_option(_STORE_HELP)
@debug_option
def join(attack: str, other: str, store: Path) -> None:
    """Decide that two attacks are one."""
    from builder.curation.decisions import join_attacks

    _change(store, lambda writer: join_attacks(writer, attack, other))


@curate.command()
@click.argument("attack", metavar="IRI")
@click.argument("article", metavar="ARTICLE-ID")
@store_option(_STORE_HELP)
@debug_option
def split(attack: str, article: str, store: Path) -> None:
    """Decide that an article, by its identifier, tells of another attack than this one."""
    from builder.curation.decisions import split_attack

    _change(store, lambda writer: split_attack(writer, attack, article))


@curate.command()
@click.argument("attack", metavar="IRI")
@store_option(_STORE_HELP)
@debug_option
def forget(attack: str, store: Path) -> None:
    """Take back all that was decided about the reports of an attack."""
    from builder.curation.decisions import forget_decisions

    _change(store, lambda writer: forget_decisions(writer, attack))


def _change(path: Path, decide: Callable[[Writer], bool]) -> None:
    """Make a decision and show it to readers."""
    from builder.derived.write import publish
    from builder.store.store import Store
    from builder.store.upkeep import sweep_reference

    require_store(path)
    with Store.open_writer(path) as writer:
        if not decide(writer):
            click.echo("nothing to change")
            return
        sweep_reference(writer)
        publish(writer)
    click.echo("done")
