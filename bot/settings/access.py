"""[access] of hangup.toml: roles, rules and the smallest form, checked, and handed on as the domain's table."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.domain.access import Access
from bot.domain.rule import Action, Kind, Role, Rule, contradiction
from bot.settings.quotation import quoted
from bot.settings.suggestion import unknown

NO_ID = "is no Slack id: users are U… or W…, user groups S… (copy it from the profile)"
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,}")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _known(words: Iterable[str], known: Iterable[str]) -> None:
    for word in sorted(words):
        if word not in set(known):
            raise ValueError(unknown(word, known))


class RuleSettings(_Strict):
    """One of [[access.rules]]: actions allowed or denied, under all of the conditions that are given."""

    allow: frozenset[str] = frozenset()
    deny: frozenset[str] = frozenset()
    role: str | None = None
    purposes: frozenset[str] = frozenset()
    queues: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    orgs: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    because: str = Field(default="", max_length=200)

    @model_validator(mode="before")
    @classmethod
    def _given(cls, table: Any) -> Any:
        """Refuse a condition that is written and empty: it would mean anything where nothing was meant."""
        if isinstance(table, Mapping):
            for name in table:
                if name not in cls.model_fields:
                    raise ValueError(unknown(str(name), cls.model_fields))
                if table[name] in ([], ""):
                    raise ValueError(f"{name} is empty: fill it, or take the line out")
        return table

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.allow) == bool(self.deny):
            raise ValueError('give either allow or deny, with actions: allow = ["disconnect"]')
        _known(self.actions, list(Action))
        _known([] if self.role is None else [self.role], list(Role))
        _known(self.purposes, list(Kind))
        if wrong := sorted(i for i in self.channels if not _CHANNEL.fullmatch(i)):
            raise ValueError(
                f"{quoted(wrong[0])} is no channel id: they are C…, G… or D… (copy it from the channel's details)"
            )
        for action in map(Action, sorted(self.actions)):
            if self.purposes and not action.about_people:
                raise ValueError(f"purposes say nothing about {action.value}: give it a rule of its own")
            if (self.queues or self.divisions or self.orgs) and not action.about_conversation:
                raise ValueError(f"{action.value} is about no conversation, so only role and channels can limit it")
        return self

    @property
    def actions(self) -> frozenset[str]:
        """What it allows or denies."""
        return self.allow | self.deny

    def rule(self, number: int) -> Rule:
        """Give it as the domain knows it."""
        return Rule(
            number,
            allows=bool(self.allow),
            actions=frozenset(map(Action, self.actions)),
            role=None if self.role is None else Role(self.role),
            purposes=self.purposes,
            queues=self.queues,
            divisions=self.divisions,
            orgs=self.orgs,
            channels=self.channels,
            because=self.because.strip().rstrip("."),
        )


class AccessSettings(_Strict):
    """The access table: ids by role with rules, and in its smallest form ids by action."""

    look_up: frozenset[str] = frozenset()
    disconnect: frozenset[str] = frozenset()
    end_conversation: frozenset[str] = frozenset()
    roles: Mapping[str, frozenset[str]] = Field(default_factory=dict)
    rules: tuple[RuleSettings, ...] = ()

    @field_validator("look_up", "disconnect", "end_conversation")
    @classmethod
    def _ids(cls, value: frozenset[str]) -> frozenset[str]:
        wrong = sorted(i for i in value if not re.fullmatch(r"[UWS][A-Z0-9]{2,}", i))
        if wrong:
            raise ValueError(f"{quoted(wrong[0])} {NO_ID}")
        return value

    @field_validator("roles")
    @classmethod
    def _filled(cls, value: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
        _known(value, list(Role))
        for role, ids in value.items():
            if not ids:
                raise ValueError(f"{role} names nobody: name somebody, or take the line out")
            cls._ids(ids)
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        rules = [rule.rule(number) for number, rule in enumerate(self.rules, 1)]
        if any(rule.allows for rule in rules) and not self.roles:
            raise ValueError("a rule allows, and nobody has a role: name somebody in [access.roles]")
        if (found := contradiction(rules)) is not None:
            allow, deny, action = found
            raise ValueError(
                f"rules {allow.number} and {deny.number} contradict each other: number {allow.number} allows "
                f"{action.value} where number {deny.number} denies it, and a deny wins. Narrow one of them"
            )
        return self

    @property
    def table(self) -> Access:
        """The table as the domain knows it."""
        return Access(
            self.look_up,
            self.disconnect,
            self.end_conversation,
            {Role(role): ids for role, ids in self.roles.items()},
            tuple(rule.rule(number) for number, rule in enumerate(self.rules, 1)),
        )
