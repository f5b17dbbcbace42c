"""What the platform keeps of a contact, live or over: its record, else the history of its states."""

from collections.abc import Awaitable, Callable, Mapping

from bot.adapters.cxone import wire
from bot.adapters.cxone.contact import Contact
from bot.adapters.cxone.states import Described, condition_of
from bot.adapters.cxone.transport import Answer, Transport
from bot.domain.exchange import Analytics
from bot.ports import Clock, Priority

_NOT_FOUND = 404


class Records:
    """The records of one tenant; `table` gives what its states mean."""

    def __init__(
        self, transport: Transport, clock: Clock, table: Callable[[Priority], Awaitable[Mapping[int, Described]]]
    ) -> None:
        self._transport, self._clock, self._table = transport, clock, table

    async def of(self, contact_id: str) -> Analytics | None:
        """Ask a contact's own record, else the history of its states; None if neither can be asked."""
        path = wire.contact_path(contact_id)
        answer = await self._transport.get(path, priority=Priority.READ_BACK)
        at, full = self._clock.now(), f"{self._transport.prefix}{path}"
        contact = contact_in(answer)
        if contact is not None:
            return Analytics(at=at, known=True, started_at=contact.started_at, ended_at=contact.ended_at, path=full)
        if answer.status != _NOT_FOUND or answer.reply is None or answer.reply.code is None:
            return None
        return await self._history(contact_id) or Analytics(at=at, known=False, path=full)

    async def _history(self, contact_id: str) -> Analytics | None:
        """Ask the history of a contact's states; None if there is none."""
        path = wire.contact_path(contact_id, "/state-history")
        answer = await self._transport.get(path, priority=Priority.READ_BACK)
        document = wire.object_in(answer.text) if answer.ok else None
        rows = (wire.listed(document, "contactStateHistory") or ()) if document is not None else ()
        steps = [(moment, row) for row in rows if (moment := wire.time_from(row.get("startdate"))) is not None]
        if not steps:
            return None
        steps.sort(key=lambda step: step[0])
        moment, last = steps[-1]
        words = wire.text_in(last.get("contactstatename")) or ""
        over = condition_of(
            Contact(contact_id, contact_id, state_id=wire.number_in(last.get("contactstateid")), state_name=words),
            await self._table(Priority.READ_BACK),
        )
        return Analytics(
            at=self._clock.now(),
            known=True,
            started_at=steps[0][0],
            ended_at=moment if over.meaning == "ended" else None,
            path=f"{self._transport.prefix}{path}",
        )


def contact_in(answer: Answer) -> Contact | None:
    """Read the answer about one contact; None for what is none."""
    document = wire.object_in(answer.text) if answer.ok else None
    return wire.one_contact_from(document) if document is not None else None
