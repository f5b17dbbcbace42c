"""Environment and hangup.toml -> Settings. It fails at start, with the fix in the message."""

from bot.settings.access import AccessSettings
from bot.settings.load import load
from bot.settings.model import AuditSettings, Settings
from bot.settings.orgs import CxoneOrgSettings, GenesysOrgSettings, OrgSettings

__all__ = [
    "AccessSettings",
    "AuditSettings",
    "CxoneOrgSettings",
    "GenesysOrgSettings",
    "OrgSettings",
    "Settings",
    "load",
]
