"""A pretend Genesys Cloud: one org in one region, on loopback, for people and for tests alike."""

from playground.genesys.behaviour import Behaviour, Happening, Refusing
from playground.genesys.platform import DisconnectRoute
from playground.genesys.server import PretendGenesys

__all__ = ["Behaviour", "DisconnectRoute", "Happening", "PretendGenesys", "Refusing"]
