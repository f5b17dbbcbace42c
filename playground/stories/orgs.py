"""The pretend orgs that the stories happen in, of either platform, and the settings to give the bot for each."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Literal

from bot.ports import Clock
from playground.cxone import PretendCxone
from playground.cxone.platform import ACCESS_KEY_SECRET
from playground.genesys import DisconnectRoute, PretendGenesys
from playground.genesys.platform import CLIENT_SECRET
from playground.pretend import PretendPlatform


@dataclass(frozen=True, kw_only=True)
class PretendOrg(ABC):
    """One org of some platform."""

    name: str

    @abstractmethod
    def pretend(self, clock: Clock) -> PretendPlatform:
        """Make the org's server, not yet started."""

    @abstractmethod
    def settings(self, url: str) -> dict[str, Any]:
        """Write the bot's settings of this org, whose server listens there; plain values, the secret too."""


@dataclass(frozen=True, kw_only=True)
class GenesysOrg(PretendOrg):
    """One Genesys Cloud org: how its platform treats the participant's disconnect path.

    `disconnect_route` and `disconnect_payload` are the bot's settings of the same names. `lacks` are permissions that
    the role of the bot's client is without.
    """

    path_is: DisconnectRoute = "absent"
    disconnect_route: Literal["state", "disconnect"] = "disconnect"
    disconnect_payload: Literal["cause_and_reason", "reason", "none"] = "cause_and_reason"
    region: str = "apse1.pure.cloud"
    lacks: frozenset[str] = frozenset()

    @property
    def client_id(self) -> str:
        """Name the org's own client, so that its tokens are strangers elsewhere."""
        return f"pretend-client-{self.name}"

    def pretend(self, clock: Clock) -> PretendGenesys:
        """Make the org's server, not yet started."""
        made = PretendGenesys(clock, region=self.region, client_id=self.client_id, disconnect_route=self.path_is)
        made.permissions -= self.lacks
        return made

    def settings(self, url: str) -> dict[str, Any]:
        """Write the bot's settings of this org."""
        return {
            "region": self.region,
            "client_id": self.client_id,
            "client_secret": CLIENT_SECRET,
            "api_url": url,
            "login_url": url,
            "disconnect_route": self.disconnect_route,
            "disconnect_payload": self.disconnect_payload,
            "phone_region": "SG",
        }


@dataclass(frozen=True, kw_only=True)
class CxoneOrg(PretendOrg):
    """One NICE CXone tenant; where its API is, the bot has to find out."""

    area: str = "au1"
    api_version: int = 30

    @property
    def access_key_id(self) -> str:
        """Name the tenant's own key."""
        return f"pretend-key-{self.name}"

    def pretend(self, clock: Clock) -> PretendCxone:
        """Make the tenant's server, not yet started."""
        return PretendCxone(clock, area=self.area, access_key_id=self.access_key_id)

    def settings(self, url: str) -> dict[str, Any]:
        """Write the bot's settings of this tenant."""
        return {
            "platform": "cxone",
            "access_key_id": self.access_key_id,
            "access_key_secret": ACCESS_KEY_SECRET,
            "auth_url": url,
            "discovery_url": url,
            "api_version": self.api_version,
        }


ORGS: tuple[GenesysOrg, ...] = (
    GenesysOrg(name="genesys", disconnect_route="state"),
    GenesysOrg(name="gateway-absent"),
    GenesysOrg(name="gateway-published", path_is="published", disconnect_payload="none"),
    GenesysOrg(name="gateway-strict", path_is="gateway"),
    GenesysOrg(name="gateway-no-body", path_is="gateway", disconnect_payload="none"),
    GenesysOrg(name="gateway-no-cause", path_is="gateway", disconnect_payload="reason"),
    GenesysOrg(
        name="zurich",
        disconnect_route="state",
        region="euc2.pure.cloud",
        lacks=frozenset({"analytics:agentState:view"}),
    ),
)
CXONE_ORGS: tuple[CxoneOrg, ...] = (CxoneOrg(name="sydney"),)
ALL_ORGS: tuple[PretendOrg, ...] = (*ORGS, *CXONE_ORGS)
