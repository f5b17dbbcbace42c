"""Environment and hangup.toml -> Settings. It fails at start, with the fix in the message."""

from bot.settings.access import AccessSettings
from bot.settings.alerts import AlertsSettings
from bot.settings.load import load
from bot.settings.model import AuditSettings, OrgSettings, Settings

__all__ = ["AccessSettings", "AlertsSettings", "AuditSettings", "OrgSettings", "Settings", "load"]
