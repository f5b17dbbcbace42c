"""Who is asking, and the names behind ids: token, organisation, users, queues."""

from playground.genesys.exchange import Answer, Asked
from playground.genesys.platform import Platform
from playground.genesys.refusals import refusal


def token(org: Platform, _: Asked) -> Answer:
    """Answer `GET /tokens/me`; a client's token has no user in it."""
    named = {"id": org.org_id, "name": org.org_name}
    client = {
        "id": org.client_id,
        "name": "Hangup",
        "authorizedGrantType": "CLIENT-CREDENTIALS",
        "state": "active",
        "organization": named,
    }
    body = {"organization": named, "homeOrganization": named, "authorizedScope": [], "OAuthClient": client}
    return Answer(body=body)


def organization(org: Platform, _: Asked) -> Answer:
    """Answer `GET /organizations/me`."""
    body = {
        "id": org.org_id,
        "name": org.org_name,
        "defaultLanguage": "en-SG",
        "defaultCountryCode": "SG",
        "domain": "merlion-bank-pretend",
        "state": "active",
        "version": 7,
        "productPlatform": "GenesysCloud",
        "voicemailEnabled": False,
        "features": {"directory": True, "purecloudVoice": True},
        "selfUri": f"/api/v2/organizations/{org.org_id}",
    }
    return Answer(body=body)


def me(org: Platform, _: Asked) -> Answer:
    """Answer `GET /users/me`, which a client's token cannot ask."""
    if not org.user_context:
        raise refusal("not.a.user")
    return Answer(body={"id": org.client_id, "name": "Hangup", "state": "active", "version": 1})


def user(org: Platform, asked: Asked) -> Answer:
    """Answer `GET /users/{id}` for the people of the conversations held."""
    for party in org.people():
        if party.get("userId") == asked.ids["user"]:
            body = {
                "id": party["userId"],
                "name": party.get("name"),
                "state": "active",
                "version": 3,
                "selfUri": f"/api/v2/users/{party['userId']}",
            }
            return Answer(body=body)
    raise refusal("not.found")


def queue(org: Platform, asked: Asked) -> Answer:
    """Answer `GET /routing/queues/{id}` for the queues of the conversations held."""
    for party in org.people():
        if party.get("queueId") == asked.ids["queue"]:
            body = {
                "id": party["queueId"],
                "name": party.get("queueName"),
                "selfUri": f"/api/v2/routing/queues/{party['queueId']}",
            }
            return Answer(body=body)
    raise refusal("not.found")
