"""Environment and hangup.toml -> Settings. It fails at start, with the fix in the message."""

from bot.settings.access import AccessSettings
from bot.settings.alerts import AlertsSettings
from bot.settings.load import load
from bot.settings.model import AuditSettings, Settings
from bot.settings.orgs import CxoneOrgSettings, GenesysOrgSettings, OrgSettings
from bot.settings.webhooks import WebhookSettings

__all__ = [
    "AccessSettings",
    "AlertsSettings",
    "AuditSettings",
    "CxoneOrgSettings",
    "GenesysOrgSettings",
    "OrgSettings",
    "Settings",
    "WebhookSettings",
    "load",
]
