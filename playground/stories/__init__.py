"""Situations that a newcomer can click through, each a conversation on a pretend org."""

from playground.stories.library import ALL, Stories
from playground.stories.orgs import ORGS, PretendOrg
from playground.stories.story import DEFAULT_ORG, NIGHT, Story

__all__ = ["ALL", "DEFAULT_ORG", "NIGHT", "ORGS", "PretendOrg", "Stories", "Story"]
