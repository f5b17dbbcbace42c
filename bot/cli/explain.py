"""`hangup explain`: the same judgement as in Slack, on a captured case or on pasted HTTP text."""

import io
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.adapters.capture import conflict_from_text
from bot.domain.conflict import Conflict, Explanation, Retry
from bot.domain.conflict import explain as explained
from bot.domain.errors import InputError

_UNREADABLE = 2
_LARGEST = 20_000_000


def explain(
    case: Annotated[str, typer.Argument(metavar="CASE.json", help="A case file, raw HTTP text, or - for stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,  # noqa: FBT002
) -> None:
    """Explain why a platform refused.

    Reads a captured case (JSON), or pasted HTTP text: a request and its answer, curl output, a log line.

    Example: hangup explain refused.json --json
    """
    try:
        conflict = conflict_from_text(_read(case))
    except InputError as error:
        _complain(str(error), error.hint)
        raise typer.Exit(_UNREADABLE) from None
    explanation = explained(conflict)
    if as_json:
        sys.stdout.write(json.dumps(json_of(explanation), ensure_ascii=True) + "\n")
    else:
        _show(explanation, conflict)


def json_of(explanation: Explanation) -> dict[str, Any]:
    """Give an explanation as the JSON object that `--json` prints."""
    return {
        "cause": explanation.cause.value,
        "certainty": explanation.certainty.value,
        "also": [{"cause": cause.value, "certainty": certainty.value} for cause, certainty in explanation.also],
        "headline": explanation.headline,
        "evidence": [{"fact": one.fact, "source": one.source} for one in explanation.evidence],
        "ruled_out": list(explanation.ruled_out),
        "retry": explanation.retry.value,
        "retry_after_s": explanation.retry_after_s,
        "next_steps": list(explanation.next_steps),
        "trace_id": explanation.trace_id,
    }


def _read(case: str) -> str:
    """Read a file, or standard input; bytes that are no UTF-8 are replaced. Raises `InputError`."""
    try:
        data = sys.stdin.buffer.read(_LARGEST) if case == "-" else Path(case).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no file name"
        raise InputError(f"{case} cannot be read: {reason}.", "Name a file, or - for standard input.") from None
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    return data.decode(encoding, errors="replace")


def _complain(words: str, hint: str) -> None:
    sys.stderr.write(f"hangup explain: {words}\n{hint}\n" if hint else f"hangup explain: {words}\n")


def _show(explanation: Explanation, conflict: Conflict) -> None:
    from rich.console import Console
    from rich.markup import escape

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a character shows a question mark
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[bold]{escape(explanation.headline)}[/bold]")
    console.print(f"Cause: {explanation.cause.value}, {explanation.certainty.value}. {_again(explanation)}")
    sections: list[tuple[str, list[str]]] = [
        ("What shows it", [_sourced(one.fact, one.source) for one in explanation.evidence]),
        ("What to do", list(explanation.next_steps)),
        ("Also found", [f"{cause.value}, {certainty.value}" for cause, certainty in explanation.also]),
        ("Checked and ruled out", list(explanation.ruled_out)),
        ("Details", _details(explanation, conflict)),
    ]
    for title, lines in sections:
        if lines:
            console.print(f"\n[bold]{title}[/bold]")
            for line in lines:
                console.print(f"  • {escape(line)}")


def _sourced(fact: str, source: str) -> str:
    return f"{fact} ({source})"


def _again(explanation: Explanation) -> str:
    match explanation.retry:
        case Retry.YES:
            return "Trying again helps."
        case Retry.NO:
            return "Trying again does not help."
        case Retry.AFTER:
            wait = explanation.retry_after_s
            when = "what is said below" if wait is None else f"{wait} s"
            return f"Trying again may help after {when}."


def _details(explanation: Explanation, conflict: Conflict) -> list[str]:
    """Give the raw facts, ready to paste to support."""
    lines = []
    exchange = conflict.exchange
    if exchange is not None and exchange.request.path:
        lines.append(f"request: {exchange.request.method} {exchange.request.path}".replace(":  ", ": "))
    if exchange is not None and exchange.reply is not None:
        reply = exchange.reply
        lines.append(f"answer: status {reply.status}, code {reply.code or 'none'}, message {reply.message or 'none'}")
    if exchange is not None and exchange.silence is not None:
        lines.append(f"answer: none ({exchange.silence.value})")
    if explanation.trace_id:
        lines.append(f"trace id: {explanation.trace_id}")
    return lines
