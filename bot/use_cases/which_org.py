"""Which org an id or a link is of: its host says so, else its shape, else the channel; else the person is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.conflict.words import platforms
from bot.domain.errors import InputError, WhichOrgError
from bot.domain.exchange import Org
from bot.domain.family import home_of, host_in
from bot.ports import Conversations, Located
from bot.use_cases.permit import Permit

HINT = (
    "Type `/conversation` and the conversation's id, or paste the link from the address bar of the interaction. "
    "Without it: `@agent`, `queue` and a name, or a phone number."
)
# Stands for every direct message in the table of channels: each person's has an id of its own.
DIRECT = "direct"
Found = tuple[Conversations, str]


@dataclass(frozen=True, slots=True)
class WhichOrg:
    """The use case; `channels` names the default org of a Slack channel. No platform is asked, least of all several."""

    orgs: Mapping[str, Conversations]
    permit: Permit
    channels: Mapping[str, str]

    async def __call__(self, lead: Lead, typed: str, named: str = "") -> Found:
        """Give the org of what was typed, and the conversation's id; `named` is the org that the lead named, if any.

        Raises `InputError` for what is no id, for a link of no org here and for an org that is not here,
        `AccessDeniedError` where the lead may look into none, and `WhichOrgError` where several are left.
        """
        fitting = self._readable(typed, named)
        found = await self.one_of(lead, fitting)
        if found is None:
            conversations, conversation_id = fitting[0]
            about = Circumstances(org=conversations.org.name, conversation_id=conversation_id)
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

    def id_in(self, typed: str, named: str = "") -> str:
        """Read the conversation's id out of what was typed, whichever org it is of; raises `InputError`."""
        return self._readable(typed, named)[0][1]

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
        decisions = [
            await self.permit.decide(lead, Action.LOOK_UP, Circumstances(org=one.org.name)) for one, _ in fitting
        ]
        allowed = [one for one, decision in zip(fitting, decisions, strict=True) if decision.allowed]
        if len(allowed) > 1:
            raise WhichOrgError([one.org for one, _ in allowed], allowed[0][1])
        return allowed[0] if allowed else None

    def usual(self, lead: Lead) -> str | None:
        """Name the org that is meant in the lead's channel where nothing else is said; None if there is none."""
        direct = self.channels.get(DIRECT) if lead.channel_id.startswith("D") else None
        return self.channels.get(lead.channel_id, direct)

    def named(self, name: str) -> Conversations:
        """Find the org that somebody named; raises `InputError` with the one that was probably meant."""
        wanted = name.casefold()
        found = next((org for known, org in self.orgs.items() if known.casefold() == wanted), None)
        if found is not None:
            return found
        by_folded = {known.casefold(): known for known in self.orgs}
        near = get_close_matches(wanted, by_folded, n=1)
        meant = f" Did you mean {by_folded[near[0]]}?" if near else ""
        raise InputError(f"There is no org {name} here.{meant}", f"Set up here: {self._here()}.")

    def possible(self, typed: str) -> tuple[Org, ...]:
        """List which orgs a text's host and shape allow; none for what is no id or link of any."""
        return tuple(one.org for one, _ in self.fitting(typed))

    def fitting(self, typed: str, named: str = "") -> list[Found]:
        """Give the orgs that a text's host and shape allow, the named one alone if one is, each with the id."""
        found = [(one, located) for one, located in self._located(typed, named) if located.mine]
        sure = [(one, located) for one, located in found if located.certain]
        return [(one, located.conversation_id) for one, located in sure or found if located.conversation_id]

    def _located(self, typed: str, named: str) -> list[tuple[Conversations, Located]]:
        return located_in([self.named(named)] if named else self.orgs.values(), typed)

    def _readable(self, typed: str, name: str) -> list[Found]:
        if mine := self.fitting(typed, name):
            return mine
        named = self.named(name) if name else None
        if any(located.mine for _, located in self._located(typed, name)):
            raise InputError("This link shows no conversation.", "Open the interaction first, then copy its address.")
        home = home_of(host_in(typed))
        if named is not None and (home is not None or self.possible(typed)):
            whose = f"This link is from {home.words}" if home is not None else "That id has another platform's form"
            raise InputError(f"{whose}; {named.org.name} is {named.org.place}.", f"Set up here: {self._here()}.")
        if home is not None:
            raise InputError(
                f"This link, at {home.host}, is from {home.words}: no such org is set up here.",
                f"Set up here: {self._here()}. Ask the conversation's own team, or have that org added to Hangup.",
            )
        hints = dict.fromkeys(platforms.of(one.org.platform).id_hint for one in self.orgs.values())
        raise InputError("That is not a conversation id or link.", " On the other platform: ".join(hints))

    def _here(self) -> str:
        return listed([one.org for one in self.orgs.values()])


def located_in(orgs: Iterable[Conversations], text: str) -> list[tuple[Conversations, Located]]:
    """Give the orgs that can read a text as an id or a link, each with what it reads."""
    return [(one, located) for one in orgs if (located := one.locate(text)) is not None]


def listed(orgs: Sequence[Org]) -> str:
    """Name orgs with platform and region: `singapore (Genesys Cloud, …) and zurich (…)`."""
    named = [f"{org.name} ({org.place})" for org in orgs]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
