"""Which org an id or a link is of: its host says so, else its shape, else the channel; else the person is asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.conflict.words import platforms
from bot.domain.errors import InputError, WhichOrgError
from bot.domain.exchange import Org
from bot.domain.family import PLATFORMS, home_of, host_in, together
from bot.ports import Conversations, Located
from bot.use_cases.permit import Permit

HINT = (
    "Type `/conversation` and the conversation's id, or paste the link from the address bar of the interaction. "
    "Without it: `@agent`, `queue` and a name, or a phone number."
)
# Stands for every direct message in the table of channels: each person's has an id of its own.
DIRECT = "direct"
Found = tuple[Conversations, str]


def _never(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class WhichOrg:
    """The use case; `channels` names the default org of a Slack channel. No platform is asked, least of all several.

    `is_number` tells whether bare digits are a phone number somewhere here.
    """

    orgs: Mapping[str, Conversations]
    permit: Permit
    channels: Mapping[str, str]
    is_number: Callable[[str], bool] = _never

    async def __call__(self, lead: Lead, typed: str, named: str = "") -> Found:
        """Give the org of what was typed, and the conversation's id; `named` is the org that the lead named, if any.

        Raises `InputError` for what is no id, for a link of no org here and for an org that is not here,
        `AccessDeniedError` where the lead may look into none, and `WhichOrgError` where several are left.
        """
        fitting = self._fitting(typed, named)
        if not fitting:
            raise self._unreadable(typed, named, await self.open_to(lead, self.orgs.values()))
        found = await self.one_of(lead, fitting)
        if found is None:
            conversations, conversation_id = fitting[0]
            about = self.about(conversations.org, conversation_id)
            decision = await self.permit.decide(lead, Action.LOOK_UP, Circumstances(org=conversations.org.name))
            raise await self.permit.denied(lead, decision, about)
        return found

    async def settled(self, lead: Lead, typed: str, named: str = "") -> Found:
        """Give what the call gives, once an org that may be a link's knows where it is at home: that is found out.

        It signs in there, as a read would, and tells nobody what is looked for. Raises what the call raises.
        """
        conversations, conversation_id = await self(lead, typed, named)
        for _ in self.orgs:
            located = conversations.locate(typed)
            if located is None or located.certain:
                break
            await conversations.discover()
            before = conversations
            conversations, conversation_id = await self(lead, typed, named)
            if conversations is before:
                break
        return conversations, conversation_id

    async def id_in(self, lead: Lead, typed: str, named: str = "") -> str:
        """Read the conversation's id out of what was typed, whichever org it is of; raises `InputError`."""
        if fitting := self._fitting(typed, named):
            return fitting[0][1]
        raise self._unreadable(typed, named, await self.open_to(lead, self.orgs.values()))

    async def meant(self, lead: Lead, name: str) -> Conversations:
        """Find the org that a lead named; raises `InputError`, which names those that the lead may look into."""
        if (found := self._called(name)) is not None:
            return found
        raise self._no_such_org(name, await self.open_to(lead, self.orgs.values()))

    async def open_to(self, lead: Lead, orgs: Iterable[Conversations]) -> list[Conversations]:
        """Leave out the orgs that the lead may not look into: nobody is told of those, or offered them."""
        permit = self.permit
        return [one for one in orgs if await permit.allows(lead, Action.LOOK_UP, Circumstances(org=one.org.name))]

    async def one_of(self, lead: Lead, fitting: Sequence[Found]) -> Found | None:
        """Choose of several: the channel's org, else the only one that the lead may look into; None if they may none.

        Raises `WhichOrgError`.
        """
        if len(fitting) == 1:
            return fitting[0]
        usual = self.usual(lead)
        for one in fitting:
            if one[0].org.name == usual:
                return one
        names = {one.org.name for one in await self.open_to(lead, [one for one, _ in fitting])}
        allowed = [one for one in fitting if one[0].org.name in names]
        if len(allowed) > 1:
            raise WhichOrgError([one.org for one, _ in allowed], allowed[0][1])
        return allowed[0] if allowed else None

    def about(self, org: Org, conversation_id: str) -> Circumstances:
        """Say what a look-up is about before it is read: what may be a customer's number is not written down."""
        private = conversation_id.isdecimal() and self.is_number(conversation_id)
        return Circumstances(org.name, conversation_id="" if private else conversation_id)

    def usual(self, lead: Lead) -> str | None:
        """Name the org that is meant in the lead's channel where nothing else is said; None if there is none."""
        direct = self.channels.get(DIRECT) if lead.channel_id.startswith("D") else None
        return self.channels.get(lead.channel_id, direct)

    def named(self, name: str) -> Conversations:
        """Find the org that somebody named; raises `InputError` with the one that was probably meant."""
        if (found := self._called(name)) is not None:
            return found
        raise self._no_such_org(name, list(self.orgs.values()))

    def alone(self, typed: str, more: str) -> None:
        """Take an id that stands alone: words after it may have meant an org, where there are several.

        Raises `InputError`.
        """
        if more and len(self.orgs) > 1 and self.fitting(typed):
            # What was typed is not said again: it may hold a customer's number, and the words of errors are logged.
            hint = "Type the id or the link alone, or end with `in` and the org's name."
            raise InputError("What follows the id is not understood, so no org was asked.", hint)

    def possible(self, typed: str) -> tuple[Org, ...]:
        """List which orgs a text's host and shape allow; none for what is no id or link of any."""
        return tuple(one.org for one, _ in self.fitting(typed))

    def fitting(self, typed: str, named: str = "") -> list[Found]:
        """Give the orgs that a text's host and shape allow, the named one alone if one is, each with the id."""
        found = [(one, located) for one, located in self._located(typed, named) if located.mine]
        sure = [(one, located) for one, located in found if located.certain]
        return [(one, located.conversation_id) for one, located in sure or found if located.conversation_id]

    def _fitting(self, typed: str, named: str) -> list[Found]:
        return self.fitting(typed, named) if not named or self._called(named) is not None else []

    def _called(self, name: str) -> Conversations | None:
        wanted = name.casefold()
        alike = next((org for known, org in self.orgs.items() if known.casefold() == wanted), None)
        return self.orgs.get(name, alike)

    def _located(self, typed: str, named: str) -> list[tuple[Conversations, Located]]:
        return located_in([self.named(named)] if named else self.orgs.values(), typed)

    def _unreadable(self, typed: str, name: str, here: Sequence[Conversations]) -> InputError:
        """Say why nothing fits; `here` are the orgs that the lead is told of."""
        if name and self._called(name) is None:
            return self._no_such_org(name, here)
        if any(located.mine for _, located in self._located(typed, name)):
            return InputError("This link shows no conversation.", "Open the interaction first, then copy its address.")
        home, set_up = home_of(host_in(typed)), _set_up(here)
        regions = {one.org.region for one in here} - {""}
        if not name and home is not None and home.region in regions:
            return InputError("This is no link of a kind that Hangup reads.", "Copy it from the address bar again.")
        if name and (home is not None or self.possible(typed)):
            org = self.named(name).org
            whose = f"This link is from {home.words}" if home is not None else "That id has another platform's form"
            return InputError(f"{whose}; {org.name} is {org.place}.", set_up)
        if home is not None:
            return InputError(
                f"This link, at {home.host}, is from {home.words}: no such org is set up here.",
                f"{set_up} Ask the conversation's own team, or have that org added to Hangup.".strip(),
            )
        return InputError("That is not a conversation id or link.", _how_to_type(here or list(self.orgs.values())))

    def _no_such_org(self, name: str, here: Sequence[Conversations]) -> InputError:
        by_folded = {one.org.name.casefold(): one.org.name for one in here}
        near = get_close_matches(name.casefold(), by_folded, n=1)
        meant = f" Did you mean {by_folded[near[0]]}?" if near else ""
        # Words of errors are logged, and digits may be a customer's number.
        called = "such org" if name.isdecimal() else f"org {name}"
        return InputError(f"There is no {called} here.{meant}", _set_up(here))


def _set_up(here: Sequence[Conversations]) -> str:
    return f"Set up here: {listed([one.org for one in here])}." if here else ""


def _how_to_type(here: Sequence[Conversations]) -> str:
    """Say how an id is typed, on each platform that there is."""
    hints = {PLATFORMS.get(one.org.platform, one.org.platform): platforms.of(one.org.platform).id_hint for one in here}
    if len(hints) == 1:
        return next(iter(hints.values()))
    return " ".join(f"{platform}: {hint[:1].lower()}{hint[1:]}" for platform, hint in hints.items())


def located_in(orgs: Iterable[Conversations], text: str) -> list[tuple[Conversations, Located]]:
    """Give the orgs that can read a text as an id or a link, each with what it reads."""
    return [(one, located) for one in orgs if (located := one.locate(text)) is not None]


def listed(orgs: Sequence[Org]) -> str:
    """Name orgs with platform and region: `singapore (Genesys Cloud, …) or zurich (…)`."""
    named = together((org.name, org.place) for org in orgs)
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
