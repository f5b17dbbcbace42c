"""Situations that a newcomer can click through, each a conversation on a pretend org."""

from playground.stories.library import ALL, ELSEWHERE, Stories
from playground.stories.orgs import ALL_ORGS, CXONE_ORGS, ORGS, CxoneOrg, GenesysOrg, PretendOrg
from playground.stories.story import DEFAULT_ORG, NIGHT, Story

__all__ = [
    "ALL",
    "ALL_ORGS",
    "CXONE_ORGS",
    "DEFAULT_ORG",
    "ELSEWHERE",
    "NIGHT",
    "ORGS",
    "CxoneOrg",
    "GenesysOrg",
    "PretendOrg",
    "Stories",
    "Story",
]
