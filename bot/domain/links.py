"""Which agent of the platforms a Slack user is, as the settings say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Links:
    """Which agent a Slack user is, where the settings say so: an id or an e-mail, for all orgs or by org."""

    everywhere: Mapping[str, str] = field(default_factory=dict)
    by_org: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, user_id: str, org: str) -> str | None:
        """Give the agent's id or e-mail in an org; None where nothing is said."""
        return self.by_org.get(user_id, {}).get(org) or self.everywhere.get(user_id)
