"""How one conversation behaves beyond the usual: what it ignores, refuses, and does by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that the conversation does by itself, `after` seconds from being held, or from its nth look or write.

    What happens on a look is seen by the next request; what happens on a write has happened when that one is
    answered. `contact` None means every leg.
    A leg that is `transferred` goes on under the contact id `into`, with the fields of `fields` changed; one that
    `wraps_up` has lost its voice and stays open. A conversation that `vanishes` was never there.
    """

    does: Literal["ends", "transfers", "holds", "resumes", "wraps_up", "vanishes"]
    contact: int | None = None
    into: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    after: float = 0.0
    on_read: int | None = None
    on_write: int | None = None


@dataclass(frozen=True, kw_only=True)
class Refusing:
    """An error answer to every end of a contact, or to the first `times` of them.

    The first `spares` are taken before that, as if nothing were the matter. `description` is what the platform says
    where it says reasons; `body`, when given, is sent as it is.
    """

    status: int
    description: str = ""
    body: Mapping[str, Any] | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int | None = None
    spares: int = 0


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """One conversation's manners. The default is a platform that does what it accepts.

    `ignores_end`: an end is accepted and has no effect. `effect_delay`: seconds until an accepted end shows.
    `answer_delay`: seconds that the answer to an end takes. `wraps_up`: seconds of after-call work between the end
    of an agent's voice and the end of the contact.
    """

    ignores_end: bool = False
    effect_delay: float | None = None
    answer_delay: float = 0.0
    wraps_up: float = 0.0
    happenings: tuple[Happening, ...] = ()
    refuses: Refusing | None = None

    @classmethod
    def read(cls, words: Mapping[str, Any]) -> "Behaviour":
        """Read the `_pretend` key of a document. Raises `TypeError` for a word that is not known."""
        known = dict(words)
        happenings = tuple(Happening(**one) for one in known.pop("happenings", ()))
        refuses = known.pop("refuses", None)
        return cls(happenings=happenings, refuses=None if refuses is None else Refusing(**refuses), **known)
