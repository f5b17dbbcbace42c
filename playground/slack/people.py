"""Who and what a workspace has before anything happens: people, channels, user groups."""

from dataclasses import dataclass, field
from typing import Literal

TEAM_ID = "T0HANGUP"
TEAM_DOMAIN = "hangup-playground"
TEAM_NAME = "Hangup playground"
APP_ID = "A0HANGUP"
BOT_ID = "B0HANGUP"
BOT_USER = "U0HANGUP"
BOT_TOKEN = "xoxb-pretend"
APP_TOKEN = "xapp-pretend"
SIGNING_SECRET = "pretend-signing-secret"
PARTNER_TEAM = "T0PARTNER"

Membership = Literal["member", "guest", "stranger"]
ChannelKind = Literal["channel", "private", "app_dm"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is seen in the workspace; `name` is the handle, `tz` an IANA name, `team_id` the own workspace."""

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str = "Asia/Singapore"
    email: str = ""
    color: str = "#5b6770"
    is_bot: bool = False
    deleted: bool = False
    locale: str = "en-GB"
    membership: Membership = "member"
    team_id: str = TEAM_ID


@dataclass(slots=True)
class Channel:
    """A conversation of Slack's; `members` None means every full member, and `outsiders` who was invited as well.

    The bot's presence is `bot_is_member`.
    """

    id: str
    name: str
    kind: ChannelKind = "channel"
    topic: str = ""
    members: set[str] | None = None
    bot_is_member: bool = True
    is_ext_shared: bool = False
    archived: bool = False
    of_user: str | None = None
    outsiders: frozenset[str] = frozenset()

    def has(self, user: str) -> bool:
        """Tell whether a user is in it; the bot counts as one."""
        if user == BOT_USER:
            return self.bot_is_member
        if self.members is None:
            return user not in OUTSIDERS or user in self.outsiders
        return user in self.members


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A user group, such as @team-leads."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...] = field(default=())
    disabled: bool = False


BOT = Person(BOT_USER, "hangup", "Hangup", "The app", "UTC", color="#2f6f5e", is_bot=True)

DEFAULT_PEOPLE: tuple[Person, ...] = (
    BOT,
    Person("U0LEADA", "maya", "Maya Tan", "Admin: may do everything", email="maya@example.com", color="#8b3f6d"),
    Person("U0LEADB", "daniel", "Daniel Ng", "Operator: may disconnect", email="daniel@example.com", color="#2b6cb0"),
    Person("U0VIEWER", "priya", "Priya Nair", "Viewer: may only look up", email="priya@example.com", color="#b7791f"),
    Person(
        "U0CONTRACT",
        "rosa",
        "Rosa Lim",
        "Guest, in an operators' group: may nothing",
        email="rosa@agency.example",
        color="#9c4221",
        membership="guest",
    ),
    Person(
        "U0PARTNER",
        "kenji",
        "Kenji Mori",
        "Partner company: may nothing",
        "Asia/Tokyo",
        "kenji@partner.example",
        "#6b46c1",
        membership="stranger",
        team_id=PARTNER_TEAM,
    ),
    Person("U0FARAH", "farah", "Farah Aziz", "Agent: may nothing", email="farah.aziz@example.com", color="#3b7a78"),
    Person("U0GUEST", "tom", "Tom Price", "No role: may nothing", "Europe/London", "tom@example.com", "#4a7c59"),
)
OUTSIDERS = frozenset(person.id for person in DEFAULT_PEOPLE if person.membership != "member")

DEFAULT_CHANNELS: tuple[Channel, ...] = (
    Channel(
        "C0LEADS",
        "team-leads",
        topic="Live conversations, and what to do about them",
        outsiders=frozenset({"U0CONTRACT"}),
    ),
    Channel("C0INCID", "incidents", topic="What is burning"),
    Channel("C0NIGHT", "night-desk", topic="One night shift for several contact centres"),
    Channel("C0NOBOT", "floor-chat", topic="Hangup has not been invited here", bot_is_member=False),
    Channel(
        "C0PARTNER",
        "partner-bridge",
        topic="Shared with a partner",
        members={"U0LEADA", "U0LEADB", "U0VIEWER", "U0PARTNER"},
        is_ext_shared=True,
    ),
    Channel("G0PRIV", "ops-private", "private", members={"U0LEADA", "U0LEADB"}, bot_is_member=False),
)

DEFAULT_GROUPS: tuple[UserGroup, ...] = (
    UserGroup("S0LEADS", "team-leads", "Team leads", ("U0LEADA", "U0LEADB")),
    UserGroup("S0NIGHT", "night-desk", "Night desk", ("U0LEADB", "U0CONTRACT")),
)
