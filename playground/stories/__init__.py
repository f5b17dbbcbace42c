"""Situations that a newcomer can click through, each a conversation on a pretend org."""

from playground.stories.library import ALL, Stories
from playground.stories.orgs import ORGS, PretendOrg
from playground.stories.story import Story

__all__ = ["ALL", "ORGS", "PretendOrg", "Stories", "Story"]
