"""A pretend Slack: enough of the real one, limits included, that an unmodified Bolt app cannot tell the difference."""

from playground.slack.deliveries import Delivery
from playground.slack.people import DEFAULT_CHANNELS, DEFAULT_GROUPS, DEFAULT_PEOPLE, Channel, Person, UserGroup
from playground.slack.refusals import NotPossibleError
from playground.slack.server import PretendSlack
from playground.slack.web_api import Call

__all__ = [
    "DEFAULT_CHANNELS",
    "DEFAULT_GROUPS",
    "DEFAULT_PEOPLE",
    "Call",
    "Channel",
    "Delivery",
    "NotPossibleError",
    "Person",
    "PretendSlack",
    "UserGroup",
]
