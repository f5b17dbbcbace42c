"""`hangup doctor`: what is set up wrong, each with its fix."""

import asyncio
import json
import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.domain.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cli.doctor.finding import Finding
    from bot.cli.doctor.proof import Proof
    from bot.domain.conversation import Conversation
    from bot.domain.participant import Participant
    from bot.settings import Settings

UNWELL = 1
WORD = "disconnect"


def doctor(
    *,
    prove: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="CONVERSATION PARTICIPANT",
            help="Disconnect this participant of a test call that you placed, to see whether the org allows it. "
            "On NICE CXone both are contact ids: any of the call's, and that of the leg to end.",
        ),
    ] = None,
    org: Annotated[
        str | None, typer.Option(help="With --prove: the org of the call; needed where there are several.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="With --prove: do not ask to confirm.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check tokens, scopes, access, database and orgs, and say how to mend what is wrong. Exits with 1 if it must be.

    Example: hangup doctor --json

    Example: hangup doctor --prove CONVERSATION PARTICIPANT --org singapore

    Example: hangup doctor --prove 450100001 450100002 --org manila
    """
    from bot.adapters import logs
    from bot.settings import load

    logs.configure(logging.getLevelName(logging.CRITICAL), "text")
    if prove is not None:
        _prove(load(), org, prove, yes=yes, as_json=as_json)
        return
    if org is not None or yes:
        raise SettingsError("--org and --yes go with --prove")
    findings = _findings()
    failed = any(finding.level == "fail" for finding in findings)
    if as_json:
        typer.echo(json.dumps({"ok": not failed, "findings": [asdict(finding) for finding in findings]}))
    else:
        _show(findings)
    if failed:
        raise typer.Exit(UNWELL)


def _findings() -> "Sequence[Finding]":
    from bot.cli.doctor.examination import examine
    from bot.cli.doctor.finding import fail, ok
    from bot.cli.progress import progress
    from bot.settings import load

    try:
        settings = load()
    except SettingsError as wrong:
        return [fail("Settings", str(wrong), "Mend this first: nothing else can be looked at before.")]
    with progress("Looking…") as say:
        return [ok("Settings", "They can be read."), *asyncio.run(examine(settings, say))]


def _show(findings: "Sequence[Finding]") -> None:
    from rich.console import Console
    from rich.markup import escape

    marks = {"ok": "[green]✓[/]", "warn": "[yellow]![/]", "fail": "[red]✗[/]"}
    console = Console(highlight=False, soft_wrap=True)
    for finding in findings:
        console.print(f"{marks[finding.level]} [bold]{escape(finding.about)}[/]  {escape(finding.words)}")
        if finding.fix:
            console.print(f"    {escape(finding.fix)}")
    failed, warned = (sum(finding.level == level for finding in findings) for level in ("fail", "warn"))
    console.print("\nAll is well." if not failed + warned else f"\n{failed} to mend, {warned} to look at.")


def _prove(settings: "Settings", org: str | None, target: tuple[str, str], *, yes: bool, as_json: bool) -> None:
    from bot.cli.doctor.proof import prove

    conversation_id, participant_id = (part.strip().lower() for part in target)

    def say(words: str) -> None:
        typer.echo(words, err=True)

    proof = asyncio.run(
        prove(
            settings,
            org,
            conversation_id,
            participant_id,
            confirm=lambda conversation, person: yes or _confirmed(conversation, person),
            say=say,
        )
    )
    if proof is None:
        typer.echo("Not confirmed: nothing was sent.", err=True)
        raise typer.Exit(UNWELL)
    _tell(proof, as_json=as_json)
    if not proof.proven:
        raise typer.Exit(UNWELL)


def _confirmed(conversation: "Conversation", person: "Participant") -> bool:
    others = ", ".join(one.purpose for one in conversation.others_live(person.id)) or "nobody"
    where = f"At {conversation.org}" + (f" ({conversation.place})" if conversation.place else "")
    typer.echo(f"{where} the {person.purpose} is {person.standing.value}; {others} would remain.", err=True)
    typer.echo("This disconnects a live person: do it only on a test call that you placed.", err=True)
    return str(typer.prompt(f"Type {WORD!r} to go on", err=True, default="", show_default=False)).strip() == WORD


def _tell(proof: "Proof", *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(asdict(proof)))
        return
    typer.echo(proof.words)
    for step in proof.next_steps:
        typer.echo(f"  • {step}")
    if proof.trace_id:
        typer.echo(f"Trace id: {proof.trace_id}")
    typer.echo(f"Reference in the ledger: {proof.reference}")
