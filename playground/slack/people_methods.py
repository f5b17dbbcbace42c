"""users.* and usergroups.*: who somebody is, and who belongs together.

https://docs.slack.dev/reference/methods/users.info and its neighbours
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playground.slack.arguments import Arguments
from playground.slack.paging import page_of
from playground.slack.people import TEAM_ID, Person, UserGroup
from playground.slack.refusals import RefusedError
from playground.slack.workspace import Workspace

Json = dict[str, Any]


def user_json(at: Workspace, person: Person) -> Json:
    """Show a person as users.info does; the address only with users:read.email."""
    here = at.clock.now().astimezone(ZoneInfo(person.tz))
    return {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "color": person.color.removeprefix("#"),
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": here.tzname() or person.tz,
        "tz_offset": _offset(here),
        "profile": profile_json(at, person),
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.membership == "guest",
        "is_ultra_restricted": False,
        "is_stranger": person.membership == "stranger",
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 1_760_000_000,
        "locale": person.locale,
    }


def profile_json(at: Workspace, person: Person) -> Json:
    """Show a person's profile."""
    first, _, last = person.real_name.partition(" ")
    profile: Json = {
        "title": person.title,
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "first_name": first,
        "last_name": last,
        "status_text": "",
        "status_emoji": "",
        "team": person.team_id,
    }
    if person.email and "users:read.email" in at.manifest.scopes:
        profile["email"] = person.email
    return profile


def users_info(at: Workspace, asked: Arguments) -> Json:
    """users.info."""
    return {"ok": True, "user": user_json(at, _person(at, asked.text("user")))}


def users_list(at: Workspace, asked: Arguments) -> Json:
    """users.list, in pages."""
    found, metadata = page_of(list(at.people.values()), asked)
    return {
        "ok": True,
        "members": [user_json(at, person) for person in found],
        "cache_ts": int(at.clock.now().timestamp()),
        "response_metadata": metadata,
    }


def users_lookup_by_email(at: Workspace, asked: Arguments) -> Json:
    """users.lookupByEmail; refuses with `users_not_found`."""
    email = asked.needed("email").lower()
    for person in at.people.values():
        if person.email.lower() == email and not person.deleted:
            return {"ok": True, "user": user_json(at, person)}
    raise RefusedError("users_not_found")


def users_profile_get(at: Workspace, asked: Arguments) -> Json:
    """users.profile.get."""
    return {"ok": True, "profile": profile_json(at, _person(at, asked.text("user")))}


def usergroups_list(at: Workspace, asked: Arguments) -> Json:
    """usergroups.list."""
    groups = [group for group in at.groups.values() if asked.flag("include_disabled") or not group.disabled]
    return {"ok": True, "usergroups": [_group_json(group, asked) for group in groups]}


def usergroups_users_list(at: Workspace, asked: Arguments) -> Json:
    """usergroups.users.list; refuses with `no_such_subteam`."""
    group = at.groups.get(asked.needed("usergroup"))
    if group is None:
        raise RefusedError("no_such_subteam")
    if group.disabled and not asked.flag("include_disabled"):
        return {"ok": True, "users": []}
    return {"ok": True, "users": list(group.users)}


def _person(at: Workspace, user: str | None) -> Person:
    person = at.people.get(user or "")
    if person is None:
        raise RefusedError("user_not_found")
    return person


def _group_json(group: UserGroup, asked: Arguments) -> Json:
    shown: Json = {
        "id": group.id,
        "team_id": TEAM_ID,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "is_external": False,
        "date_delete": 1 if group.disabled else 0,
    }
    if asked.flag("include_users"):
        shown["users"] = list(group.users)
    if asked.flag("include_count"):
        shown["user_count"] = len(group.users)
    return shown


def _offset(moment: datetime) -> int:
    offset = moment.utcoffset()
    return int(offset.total_seconds()) if offset else 0
