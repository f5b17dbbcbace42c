"""`hangup manifest`: what to paste where Slack asks for an app's manifest."""

import json
from typing import Annotated
from urllib.parse import urlsplit

import typer

from bot.domain.errors import SettingsError


def manifest(
    *,
    http: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The bot's public address, for HTTP; without it: Socket Mode."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of YAML.")] = False,
) -> None:
    """Print the manifest of the Slack app: at api.slack.com/apps choose Create New App, From a manifest, and paste it.

    Example: hangup manifest --http https://bot.example.com
    """
    from bot.cli.yaml import yaml
    from handlers.manifest import manifest as made

    if http is not None:
        address = urlsplit(http)
        if address.scheme != "https" or not address.hostname or address.query or address.fragment:
            raise SettingsError("--http must be an address that Slack can reach, such as https://bot.example.com")
    document = made(http)
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False) if as_json else yaml(document), nl=as_json)
