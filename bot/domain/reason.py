"""Why a lead disconnects somebody: the choices of the confirm view."""

from dataclasses import dataclass

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reason:
    """A choice: `code` goes to the ledger (and to a gateway that asks for it), `label` is what the lead reads."""

    code: str
    label: str


DEFAULT_REASONS = (
    # The first is chosen already when the view opens, so it must be true of whoever just presses.
    Reason("lead_decision", "My decision as team lead"),
    Reason("agent_asked", "The agent asked for it"),
    Reason("customer_left", "The customer has left"),
    Reason("stuck", "Stuck: nobody is talking"),
    Reason("agent_unreachable", "The agent can't end it (crashed, off shift)"),
    Reason("wrong_number", "Wrong number or misrouted"),
    Reason("abuse", "Abusive or nuisance contact"),
    Reason(OTHER, "Other (say so in the note)"),
)


def reason_labelled(reasons: tuple[Reason, ...], code: str) -> str:
    """Find the words for a code; a code that is no longer offered is shown as it is."""
    return next((r.label for r in reasons if r.code == code), code)
