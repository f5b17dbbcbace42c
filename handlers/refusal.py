"""Slack's word for a refusal, whatever it came in: a proxy in between answers with HTML, and the SDK hands that on."""

from slack_sdk.errors import SlackApiError


def code_of(refused: SlackApiError) -> str:
    """Give Slack's error name; empty where the answer holds none."""
    read = getattr(refused.response, "get", None)
    return str(read("error") or "") if callable(read) else ""
