"""A finding: one row of the table that holds, with what shows it."""

from dataclasses import dataclass

from bot.domain.conflict.explanation import Cause, Certainty, Evidence


@dataclass(frozen=True, slots=True)
class Finding:
    """A cause that holds, how certainly, and by which evidence.

    `tabled` is false where only the answer's wording, or a part of the row's evidence, speaks for it: such a
    finding stands behind every other. `variant` and `about` choose and fill the words; `stand_in_id` is the
    live row of the same person. `foremost` is true where the request itself could not reach what it was about: then
    nothing that was answered to it says more.
    """

    cause: Cause
    certainty: Certainty
    evidence: tuple[Evidence, ...] = ()
    tabled: bool = True
    variant: str = ""
    about: str = ""
    stand_in_id: str | None = None
    foremost: bool = False


def proven(cause: Cause, *evidence: Evidence, variant: str = "", about: str = "") -> Finding:
    """Make a finding whose evidence is all there."""
    return Finding(cause, Certainty.PROVEN, evidence, variant=variant, about=about)


def misdirected(cause: Cause, *evidence: Evidence, variant: str, about: str = "") -> Finding:
    """Make a finding that the request's own address proves, before all others."""
    return Finding(cause, Certainty.PROVEN, evidence, variant=variant, about=about, foremost=True)


def likely(cause: Cause, *evidence: Evidence, variant: str = "", about: str = "") -> Finding:
    """Make a finding that the table itself calls likely."""
    return Finding(cause, Certainty.LIKELY, evidence, variant=variant, about=about)


def hinted(cause: Cause, *evidence: Evidence, variant: str = "", about: str = "") -> Finding:
    """Make a finding by wording, or by a part of the evidence: likely, and behind all others."""
    return Finding(cause, Certainty.LIKELY, evidence, tabled=False, variant=variant, about=about)
