"""How one conversation behaves beyond the usual: what it ignores, refuses, and does by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Ignored = Literal["disconnect", "teardown"]


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that the conversation does by itself, `after` seconds from being held, or from its nth read or write.

    On a read or a write with `after` 0 it has happened when that one is answered. `participant` None means everybody.
    Whoever `moves` goes on under a new row of the same person; a conversation that `vanishes` was never there.
    """

    does: Literal["leaves", "connects", "holds", "resumes", "moves", "vanishes"]
    participant: str | None = None
    after: float = 0.0
    on_read: int | None = None
    on_write: int | None = None
    disconnect_type: str = "endpoint"


@dataclass(frozen=True, kw_only=True)
class Refusing:
    """An error answer to every disconnect of a participant, or to the first `times` of them.

    The first `spares` are taken before that, as if nothing were the matter. `body` None means the body that the
    platform would send with this status; text is sent as it is.
    """

    status: int
    body: Mapping[str, Any] | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int | None = None
    spares: int = 0


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """One conversation's manners. The default is a platform that does what it accepts.

    `ignores`: writes that are accepted and have no effect. `effect_delay`: seconds until an accepted write shows.
    `answer_delay`: seconds that the answer to an accepted write takes. `wrong_org`: every request is refused as
    another organisation's. `gone`: only analytics still knows it.
    """

    ignores: frozenset[Ignored] = frozenset()
    effect_delay: float | None = None
    answer_delay: float = 0.0
    happenings: tuple[Happening, ...] = ()
    refuses: Refusing | None = None
    wrong_org: bool = False
    gone: bool = False

    @classmethod
    def read(cls, words: Mapping[str, Any]) -> "Behaviour":
        """Read the `_pretend` key of a document. Raises `TypeError` for a word that is not known."""
        known = dict(words)
        ignores = frozenset(known.pop("ignores", ()))
        happenings = tuple(Happening(**one) for one in known.pop("happenings", ()))
        refuses = known.pop("refuses", None)
        return cls(
            ignores=ignores, happenings=happenings, refuses=None if refuses is None else Refusing(**refuses), **known
        )
