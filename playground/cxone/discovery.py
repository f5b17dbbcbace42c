"""Where a tenant's hosts are: here, all of them."""

from playground.cxone.platform import Tenant
from playground.cxone.refusals import RefusalError
from playground.pretend.exchange import Answer, Asked

OPENID = "/.well-known/openid-configuration"
CONFIGURATION = "/.well-known/cxone-configuration"


def openid(url: str) -> Answer:
    """Answer the one question that a registered application asks first."""
    return Answer(
        body={
            "issuer": url,
            "token_endpoint": f"{url}/auth/token",
            "grant_types_supported": ["authorization_code", "password", "refresh_token"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }
    )


def configuration(org: Tenant, url: str, asked: Asked) -> Answer:
    """Answer with the hosts of the tenant whose id is asked for; nobody has to be signed in."""
    if asked.parameters.get("tenantId") != org.tenant_id:
        raise RefusalError(404)
    return Answer(
        body={
            "api_endpoint": url,
            "auth_endpoint": url,
            "ui_endpoint": url,
            "area": org.area,
            "cluster": org.cluster,
            "domain": "niceincontact.com",
            "acdDomain": "nice-incontact.com",
            "uhDomain": "nice-incontact.com",
            "tenantId": org.tenant_id,
            "globaldomain": "niceincontact.com",
            "private": False,
        }
    )
