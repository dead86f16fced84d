"""``rasd push``: the graph of a store into a remote SPARQL store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.common import PROBLEMS, check_endpoint, debug_option, require_store, store_option, timeout_option
from builder.cli.progress import counting

if TYPE_CHECKING:
    from builder.push.addresses import Addresses
    from builder.push.push import Plan, PushReport
    from builder.sparql.transport import Transport
    from builder.store.store import Store

_LISTED = 20
_NO_UNION = (
    "warning: without FROM, queries to {} do not see the named graphs, so named queries will find nothing: "
    "docs/remote-stores.md says how to set the default graph to the union of all graphs"
)


@click.command(short_help="Load the graph into a remote SPARQL store.")
@store_option("The store to push.")
@click.option(
    "--endpoint", metavar="URL", required=True, callback=check_endpoint, help="Where the remote store takes queries."
)
@click.option(
    "--update", "update_address", metavar="URL", callback=check_endpoint, help="Where it takes updates, if not found."
)
@click.option("--graph-store", metavar="URL", callback=check_endpoint, help="Where it takes graphs, if not found.")
@click.option("--all", "everything", is_flag=True, help="Send every graph, also those that seem unchanged.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent and removed, and change nothing.")
@click.option("--check", is_flag=True, help="Push nothing: compare the answers to all named queries.")
@timeout_option
@debug_option
def push(
    store: Path,
    endpoint: str,
    update_address: str | None,
    graph_store: str | None,
    everything: bool,
    dry_run: bool,
    check: bool,
    timeout: float,
) -> None:
    """Make a remote SPARQL store hold the graph of the store, and tell what was done.

    Only graphs that are new or changed are sent. Graphs of earlier pushes that are gone are removed; other graphs of
    the remote store are not touched. Credentials come from the environment: RASD_ENDPOINT_USER and
    RASD_ENDPOINT_PASSWORD, or RASD_ENDPOINT_TOKEN. Exits with 1 if something went wrong or --check finds differences.
    """
    from builder.push.addresses import find_addresses
    from builder.push.push import make_plan
    from builder.sparql.credentials import Credentials
    from builder.sparql.transport import Transport
    from builder.store.store import Store

    if check and (everything or dry_run):
        raise click.UsageError("--check pushes nothing: leave --all and --dry-run out")
    require_store(store)
    with Store.open_reader(store) as reader, Transport(Credentials.from_environment(), timeout=timeout) as transport:
        if check:
            _check(reader, transport, endpoint)
            return
        plan = make_plan(reader.rdf, transport, endpoint, everything=everything)
        if dry_run:
            click.echo(f"{_to_do(plan)}; nothing was changed")
            return
        addresses = find_addresses(transport, endpoint, update_address=update_address, graph_store=graph_store)
        click.echo(str(addresses), err=True)
        report = _carry_out(reader, transport, addresses, plan)
    _tell(report, endpoint)
    if report.differences:
        raise click.exceptions.Exit(PROBLEMS)


def _carry_out(reader: Store, transport: Transport, addresses: Addresses, plan: Plan) -> PushReport:
    """Push with a bar; a push that ends early says so.

    :raises click.ClickException: if it is interrupted or fails.
    """
    from builder.errors import RunError
    from builder.push.push import push as run

    again = "what was sent is kept, run it again to send the rest"
    try:
        with counting("sending triples", plan.triples) as show:
            return run(reader.rdf, transport, addresses, plan, show)
    except KeyboardInterrupt as error:
        raise click.ClickException(f"stopped before all was sent: {again}") from error
    except RunError as error:
        raise RunError(f"{error}; not all was sent: {again}") from error


def _check(reader: Store, transport: Transport, endpoint: str) -> None:
    """List the differences between the answers of both stores."""
    from builder.push.check import compare_queries
    from builder.sparql.catalogue import catalogue

    found = []
    with counting("comparing queries", len(catalogue())) as show:
        for comparison in compare_queries(reader.rdf, transport, endpoint):
            found.append(comparison)
            show(1)
    for comparison in found:
        click.echo(str(comparison))
    different = sum(not comparison.same for comparison in found)
    asked = sum(not comparison.skipped for comparison in found)
    click.echo(f"{asked:,} queries asked, {different:,} with other answers than the store")
    if different:
        raise click.exceptions.Exit(PROBLEMS)


def _to_do(plan: Plan) -> str:
    return (
        f"{len(plan.sent):,} graphs with {plan.triples:,} triples to send, {plan.unchanged:,} unchanged, "
        f"{len(plan.removed):,} to remove"
    )


def _tell(report: PushReport, endpoint: str) -> None:
    plan = report.plan
    click.echo(
        f"{len(plan.sent):,} graphs with {plan.triples:,} triples sent, {plan.unchanged:,} unchanged, "
        f"{len(plan.removed):,} removed; {report.seconds:.1f} s"
    )
    for difference in report.differences[:_LISTED]:
        click.echo(str(difference), err=True)
    if len(report.differences) > _LISTED:
        click.echo(f"and {len(report.differences) - _LISTED:,} graphs more", err=True)
    if not report.union:
        click.echo(_NO_UNION.format(endpoint), err=True)
