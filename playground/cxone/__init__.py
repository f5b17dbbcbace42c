"""A pretend NICE CXone: one tenant in one area, on loopback, for people and for tests alike."""

from playground.cxone.behaviour import Behaviour, Happening, Refusing
from playground.cxone.server import PretendCxone

__all__ = ["Behaviour", "Happening", "PretendCxone", "Refusing"]
