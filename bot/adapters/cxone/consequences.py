"""What ending a contact brings with it, as far as that is known: the lead reads it before they confirm.

Ending is of one contact: `POST /contacts/{contactId}/end`, "force a contact to be disconnected and to end". What
becomes of the other contacts of a master is documented nowhere, and least of all where it is the master that ends.
That is said, and nothing is promised.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.participant import Participant

LAST = "No other contact is live: the customer is on this one alone, and their part ends with it."
MASTER = "This is the first contact, which the others belong to: no document says what becomes of them when it ends."
ONE_OF_SEVERAL = "The call ends this contact. No document says what becomes of the others."
# Holding is when the vendor's agent SDK disables its End; whether the API's own call minds, no document says.
HELD = "is on hold. NICE's agent SDK offers no end while a contact is on hold, so the platform may refuse"


def with_consequences(
    legs: Sequence[Participant], customer: Sequence[Participant], master_id: str
) -> list[Participant]:
    """Say for each leg that is live what ending it brings with it."""
    live = [leg for leg in legs if leg.live]
    there = any(one.live for one in customer)

    def consequence(leg: Participant) -> str | None:
        if len(live) == 1:
            return LAST if there else None
        return MASTER if leg.id == master_id else ONE_OF_SEVERAL

    return [
        replace(leg, consequence=consequence(leg), caution=HELD if leg.held else None) if leg.live else leg
        for leg in legs
    ]
