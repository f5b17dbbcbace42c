"""What every pretend platform is: a server on loopback with faults on demand and a log of what it was asked."""

from playground.pretend.server import PretendPlatform

__all__ = ["PretendPlatform"]
