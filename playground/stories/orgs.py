"""The pretend orgs that the stories happen in: one on the documented route, the others behind gateways."""

from dataclasses import dataclass
from typing import Literal

from bot.ports import Clock
from playground.genesys import DisconnectRoute, PretendGenesys


@dataclass(frozen=True, kw_only=True)
class PretendOrg:
    """One org: how its platform treats the participant's disconnect path, and the settings to give the bot for it.

    `disconnect_route` and `disconnect_payload` are the bot's settings of the same names. `lacks` are permissions that
    the role of the bot's client is without.
    """

    name: str
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


ORGS: tuple[PretendOrg, ...] = (
    PretendOrg(name="genesys", disconnect_route="state"),
    PretendOrg(name="gateway-absent"),
    PretendOrg(name="gateway-published", path_is="published", disconnect_payload="none"),
    PretendOrg(name="gateway-strict", path_is="gateway"),
    PretendOrg(name="gateway-no-body", path_is="gateway", disconnect_payload="none"),
    PretendOrg(name="gateway-no-cause", path_is="gateway", disconnect_payload="reason"),
    PretendOrg(
        name="zurich",
        disconnect_route="state",
        region="euc2.pure.cloud",
        lacks=frozenset({"analytics:agentState:view"}),
    ),
)
