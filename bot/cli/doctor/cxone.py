"""Checks of a NICE CXone org: the sign-in, the hosts it leads to, and what the key may read."""

import httpx

from bot.adapters.cxone.auth import AccessKey, NotSignedInError, Session, SignIn
from bot.adapters.cxone.contacts import DESCRIPTIONS
from bot.adapters.cxone.pages import ACTIVE, AGENTS, NAMES, SKILLS, STATES
from bot.adapters.cxone.states import table_from
from bot.adapters.cxone.transport import Answer, Transport
from bot.adapters.cxone.wire import listed, object_in
from bot.bootstrap.orgs import addresses_of
from bot.cli.doctor.finding import Finding, fail, ok, org_named, said_by, warn
from bot.domain.exchange import Fault, Org
from bot.domain.family import CXONE
from bot.ports import Clock, Priority
from bot.settings import CxoneOrgSettings

UNPROVEN = (
    "Whether its role may end contacts can't be asked, and no tenant has shown it yet: "
    "`hangup doctor --prove` shows it on a test call that you placed."
)
SET_AREA = 'Set area in this org\'s table of hangup.toml, such as area = "na1": links are told apart by it.'
_NO_CONTENT = 204
ROLE = "Give the employee whom the key belongs to a role that may read it."
NEEDED = {
    DESCRIPTIONS: ("The tenant's contact states can be read.", "Without them states are shown by their names alone."),
    ACTIVE: ("The active contacts can be read.", "Without them nothing can be looked up."),
    STATES: ("The agents' states can be read.", "Without them after-call work is not told apart for certain."),
    AGENTS: ("The agents can be listed.", "Without them nobody is found by name."),
    SKILLS: ("The skills can be listed.", "Without them a skill is found by name only while it has contacts."),
}
NOT_THERE = frozenset({404, 405, 410})
ADDRESS = "Check api_version and api_url in this org's table: the platform has no such list there."
ADDRESSES = "Check auth_url, discovery_url and api_url in this org's table of hangup.toml."
IN_BETWEEN = "See what answers there: a proxy in between, or another program than the platform; then check the address."
LATER = "Try again, then look at the platform's status."


async def org_findings(name: str, org: CxoneOrgSettings, http: httpx.AsyncClient, clock: Clock) -> list[Finding]:
    """Check one org, and stop where what follows would fail for the same reason."""
    addresses = addresses_of(org)
    about = _named(name, addresses.home)
    sign_in = SignIn(http, clock, addresses, lambda: AccessKey(org.access_key_id, org.secret()), org.tenant_id)
    try:
        session = await sign_in.get()
    except NotSignedInError as refused:
        return [_not_signed_in(about, refused)]
    about = _named(name, session.area)
    found = [ok(about, "The access key is taken.")]
    where = "is set as api_url" if org.api_url else "was found by discovery"
    found.append(ok(about, f"{session.api_url} {where}" + (f", area {session.area}." if session.area else ".")))
    if session.area is None or (session.unread and org.area is None):
        found.append(_area_unsure(about, session))
    if session.discovered not in {None, session.area}:
        words = f"area is set to {session.area}, and discovery names {session.discovered}."
        found.append(
            warn(about, words, "Take area out of this org's table, or correct it: links are told apart by it.")
        )
    transport = Transport(
        name, sign_in, clock=clock, http=http, version=org.api_version, per_minute=org.requests_per_minute
    )
    for path, (well, without) in NEEDED.items():
        query = {"top": 1} if path in {ACTIVE, AGENTS, SKILLS} else None
        answer = await transport.get(path, query, priority=Priority.LOOK_UP)
        found.append(ok(about, well) if _read(path, answer) else _refused(about, path, answer, without))
    return [*found, ok(about, UNPROVEN)]


def _named(name: str, area: str | None) -> str:
    return org_named(Org(name, CXONE, region=area or ""))


def _area_unsure(about: str, session: Session) -> Finding:
    """Say what is gone by where discovery names no area that is one."""
    named = f"{session.unread!r}, which is no area" if session.unread else "no area"
    if session.area is None:
        return warn(about, f"Discovery names {named}: the org's area is not known.", SET_AREA)
    return warn(about, f"Discovery names {named}; area {session.area} is gone by.", SET_AREA)


def _not_signed_in(about: str, refused: NotSignedInError) -> Finding:
    where = refused.at or "The sign-in"
    if refused.reply is None:
        return fail(about, f"{where} gave no answer.", "Check the network and the proxy, then the platform's status.")
    if refused.reply.message and not refused.at.endswith("/token/access-key"):
        return fail(about, refused.reply.message, "Set it in this org's table of hangup.toml.")
    said, fault = said_by(refused.reply), refused.reply.fault
    if fault is Fault.ADDRESS:
        return fail(about, f"{where} leads nowhere ({said}).", ADDRESSES)
    if fault is Fault.UNREADABLE:
        return fail(about, f"{where} is answered with what is no token ({said}).", IN_BETWEEN)
    if fault is not Fault.SIGN_IN:
        return fail(about, f"{where} is in trouble ({said}).", LATER)
    return fail(
        about,
        f"{where} refuses the access key ({said}).",
        "Check access_key_id and its secret; a key is shown once, and ends with its employee.",
    )


def _read(path: str, answer: Answer) -> bool:
    """Tell whether a look-up would find the list in an answer; nobody and nothing is told without a body."""
    if not answer.ok or answer.status == _NO_CONTENT:
        return answer.ok
    document = object_in(answer.text)
    if document is None:
        return False
    return (table_from(document) if path == DESCRIPTIONS else listed(document, *NAMES[path])) is not None


def _refused(about: str, path: str, answer: Answer, without: str) -> Finding:
    said = f"{answer.status}" if answer.status is not None else "no answer"
    code = f", {answer.reply.code}" if answer.reply and answer.reply.code else ""
    level = fail if path == ACTIVE else warn
    if answer.ok:
        return level(about, f"GET {path} is answered, and not with the list that was due. {without}", IN_BETWEEN)
    fix = ADDRESS if answer.status in NOT_THERE else ROLE
    return level(about, f"GET {path} is refused ({said}{code}). {without}", fix)
