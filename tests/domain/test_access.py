from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.access import Access, Action, Circumstances, Kind, Lead, Membership, Role, Rule
from bot.domain.rule import ANYTHING, contradiction

TABLE = Access(frozenset({"U1VIEWER"}), frozenset({"S1LEADS", "U1LEAD"}), frozenset({"U1ENDER"}))
MAY = {
    "viewer": (Lead("U1VIEWER"), {Action.LOOK_UP}),
    "lead": (Lead("U1LEAD"), {Action.LOOK_UP, Action.DISCONNECT}),
    "one of the group": (Lead("U1OTHER", groups=frozenset({"S1LEADS"})), {Action.LOOK_UP, Action.DISCONNECT}),
    "ender": (Lead("U1ENDER"), {Action.LOOK_UP, Action.END_CONVERSATION}),
    "stranger": (Lead("U1OTHER"), set()),
    "one of another group": (Lead("U1OTHER", groups=frozenset({"S1CLEANERS"})), set()),
    "nobody": (Lead(""), set()),
}
OF_THE_LISTS = (Action.LOOK_UP, Action.DISCONNECT, Action.END_CONVERSATION)
ROLES = {
    Role.VIEWER: frozenset({"U1VIEWER", "S1TRAINEES"}),
    Role.OPERATOR: frozenset({"U1OPERATOR", "S1LEADS"}),
    Role.ADMIN: frozenset({"U1ADMIN"}),
}
ROLED = Access(roles=ROLES)
BY_ROLE = {
    Role.VIEWER: {Action.LOOK_UP},
    Role.OPERATOR: {Action.LOOK_UP, Action.DISCONNECT},
    Role.ADMIN: set(Action),
}
OF_ROLE: dict[Role | None, Lead] = {None: Lead("U1NOBODY"), **{role: Lead(f"U1{role.name}") for role in Role}}


def about(*purposes: Kind, queues=(), divisions=(), org="singapore") -> Circumstances:
    return Circumstances(
        org, frozenset(divisions), frozenset((f"id-{name}", name) for name in queues), frozenset(purposes)
    )


def rule(number: int = 1, *, allow=(), deny=(), **conditions) -> Rule:
    sets: dict[str, Any] = {
        name: value if name in {"role", "because"} else frozenset(value) for name, value in conditions.items()
    }
    return Rule(number, allows=bool(allow), actions=frozenset(allow or deny), **sets)


@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize("action", Action)
def test_the_smallest_table_says_who_may_what(who: str, action: Action):
    lead, may = MAY[who]
    assert TABLE.allows(lead, action) is (action in may)


@pytest.mark.parametrize("action", Action)
def test_an_empty_table_lets_nobody_in_and_says_the_line_to_add(action: Action):
    decision = Access().decide(Lead("U1LEAD"), action)
    assert not decision.allowed
    assert decision.holders == ()
    if action in OF_THE_LISTS:
        assert f'{action.value} = ["U1LEAD"] in hangup.toml' in decision.fix
    else:
        assert decision.fix == '[access.roles] admin = ["U1LEAD"] in hangup.toml'
    assert ("HANGUP_OPERATORS=U1LEAD" in decision.fix) is (action in {Action.LOOK_UP, Action.DISCONNECT})


def test_only_groups_are_asked_about():
    assert TABLE.group_ids == frozenset({"S1LEADS"})
    assert ROLED.group_ids == frozenset({"S1LEADS", "S1TRAINEES"})


def test_an_action_has_words_that_follow_may_not():
    assert [action.words for action in Action] == [
        "look up conversations",
        "see masked data",
        "disconnect participants",
        "end whole conversations",
        "pause or resume Hangup",
        "change what alerts are raised",
    ]


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", OF_ROLE)
def test_each_role_may_what_it_is_for(role: Role | None, action: Action):
    decision = ROLED.decide(OF_ROLE[role], action, about(Kind.AGENT))
    assert decision.allowed is (action in (BY_ROLE[role] if role else ()))
    assert decision.role is role


def test_a_refusal_names_the_missing_role_who_has_it_and_the_line():
    decision = ROLED.decide(Lead("U1VIEWER"), Action.DISCONNECT, about(Kind.AGENT))
    assert decision.missing is Role.OPERATOR
    assert decision.why == "It takes the role operator."
    assert decision.holders == ("S1LEADS", "U1ADMIN", "U1OPERATOR")
    assert decision.fix == '[access.roles] operator = ["U1VIEWER"] in hangup.toml'


@pytest.mark.parametrize("kind", Kind)
def test_an_operator_disconnects_agents_and_flows_and_outsiders_take_more(kind: Kind):
    decision = ROLED.decide(Lead("U1OPERATOR"), Action.DISCONNECT, about(kind))
    assert decision.allowed is (kind in {Kind.AGENT, Kind.FLOW})
    assert decision.missing is (None if decision.allowed else Role.ADMIN)


def test_before_the_conversation_is_read_what_is_not_known_speaks_for_the_lead():
    assert ROLED.allows(Lead("U1OPERATOR"), Action.DISCONNECT, ANYTHING)
    denies = Access(roles=ROLES, rules=(rule(deny=[Action.DISCONNECT], queues=["Fraud"]),))
    assert denies.allows(Lead("U1ADMIN"), Action.DISCONNECT, Circumstances(org="singapore"))
    assert not denies.allows(Lead("U1ADMIN"), Action.DISCONNECT, about(Kind.AGENT, queues=["Fraud"]))
    assert not ROLED.allows(Lead("U1VIEWER"), Action.DISCONNECT, ANYTHING)


CONDITIONS = [
    ({"queues": ["cards"]}, about(Kind.CUSTOMER, queues=["Cards"]), about(Kind.CUSTOMER, queues=["Cards", "Loans"])),
    ({"queues": ["id-Cards"]}, about(Kind.CUSTOMER, queues=["Cards"]), about(Kind.CUSTOMER)),
    ({"divisions": ["d1"]}, about(Kind.CUSTOMER, divisions=["d1"]), about(Kind.CUSTOMER, divisions=["d1", "d2"])),
    ({"orgs": ["singapore"]}, about(Kind.CUSTOMER), about(Kind.CUSTOMER, org="frankfurt")),
    ({"purposes": ["customer"]}, about(Kind.CUSTOMER), about(Kind.CUSTOMER, Kind.EXTERNAL)),
]


@pytest.mark.parametrize(("condition", "fits", "does_not"), CONDITIONS)
def test_an_allow_must_fit_all_of_what_it_is_about(condition, fits, does_not):
    table = Access(roles=ROLES, rules=(rule(allow=[Action.DISCONNECT], role=Role.OPERATOR, **condition),))
    assert table.allows(Lead("U1OPERATOR"), Action.DISCONNECT, fits)
    assert not table.allows(Lead("U1OPERATOR"), Action.DISCONNECT, does_not)
    assert not table.allows(Lead("U1VIEWER"), Action.DISCONNECT, fits)


def test_for_a_deny_one_queue_is_enough_and_none_is_not():
    table = Access(roles=ROLES, rules=(rule(deny=[Action.DISCONNECT], queues=["Fraud"], because="evidence"),))
    decision = table.decide(Lead("U1ADMIN"), Action.DISCONNECT, about(Kind.AGENT, queues=["Cards", "Fraud"]))
    assert (decision.allowed, decision.why) == (False, "Rule 1 denies it: evidence.")
    assert "number 1" in decision.fix
    assert table.allows(Lead("U1ADMIN"), Action.DISCONNECT, about(Kind.AGENT))


def test_a_channel_that_is_not_known_is_one_where_it_is_denied():
    table = Access(roles=ROLES, rules=(rule(deny=[Action.LOOK_UP], channels=["C1HALL"]),))
    here, there, nowhere = (Lead("U1ADMIN", channel_id=channel) for channel in ("C1HALL", "C1LEADS", ""))
    assert [table.allows(lead, Action.LOOK_UP) for lead in (here, there, nowhere)] == [False, True, False]
    table = Access(roles=ROLES, rules=(rule(allow=[Action.REVEAL], role=Role.OPERATOR, channels=["C1LEADS"]),))
    here, nowhere = (Lead("U1OPERATOR", channel_id=channel) for channel in ("C1LEADS", ""))
    assert [table.allows(lead, Action.REVEAL, about(Kind.CUSTOMER)) for lead in (here, nowhere)] == [True, False]


def test_what_may_not_be_looked_up_may_not_be_acted_on_either():
    table = Access(
        disconnect=frozenset({"U1LEAD"}), roles=ROLES, rules=(rule(deny=[Action.LOOK_UP], queues=["Fraud"]),)
    )
    for lead in (Lead("U1LEAD"), Lead("U1ADMIN")):
        for action in (Action.LOOK_UP, Action.REVEAL, Action.DISCONNECT, Action.END_CONVERSATION):
            assert not table.allows(lead, action, about(Kind.AGENT, queues=["Fraud"]))
    assert table.allows(Lead("U1ADMIN"), Action.PAUSE)


@pytest.mark.parametrize("membership", [one for one in Membership if one is not Membership.MEMBER])
def test_who_is_no_member_is_let_in_by_name_only(membership: Membership):
    through_group = Lead("U1OTHER", groups=frozenset({"S1LEADS"}), membership=membership)
    decision = ROLED.decide(through_group, Action.LOOK_UP)
    assert not decision.allowed
    assert decision.why.startswith(membership.words)
    assert ROLED.allows(Lead("U1OPERATOR", membership=membership), Action.DISCONNECT, about(Kind.AGENT))


def test_an_exception_to_an_allow_is_no_contradiction_and_taking_it_all_back_is():
    allow = rule(1, allow=[Action.DISCONNECT], role=Role.OPERATOR, purposes=["customer"], queues=["Cards", "Loans"])
    assert contradiction([allow, rule(2, deny=[Action.DISCONNECT], queues=["Cards"], divisions=["d1"])]) is None
    assert contradiction([allow, rule(2, deny=[Action.DISCONNECT], role=Role.VIEWER)]) is None
    assert contradiction([allow, rule(2, deny=[Action.PAUSE])]) is None
    for deny in (
        rule(2, deny=[Action.DISCONNECT]),
        rule(2, deny=[Action.LOOK_UP]),
        rule(2, deny=[Action.DISCONNECT, Action.PAUSE], role=Role.OPERATOR, queues=["cards"]),
        rule(2, deny=[Action.DISCONNECT], role=Role.ADMIN, purposes=["customer", "external"]),
    ):
        assert contradiction([allow, deny]) == (allow, deny, Action.DISCONNECT)


PEOPLE = some.sampled_from(["U1A", "U1B", "U1C", "S1A", "S1B"])
IDS = some.frozensets(PEOPLE, max_size=3)
NAMES = some.frozensets(some.sampled_from(["one", "two"]), max_size=2)
CHANNELS = some.sampled_from(["", "C1", "C2"])
RULES = some.builds(
    Rule,
    number=some.just(1),
    allows=some.booleans(),
    actions=some.frozensets(some.sampled_from(Action), min_size=1),
    role=some.none() | some.sampled_from(Role),
    purposes=some.frozensets(some.sampled_from([kind.value for kind in Kind]), max_size=2),
    queues=NAMES,
    divisions=NAMES,
    orgs=NAMES,
    channels=some.frozensets(some.sampled_from(["C1", "C2"]), max_size=1),
)
ABOUT = some.just(ANYTHING) | some.builds(
    Circumstances,
    org=some.sampled_from(["one", "two"]),
    divisions=NAMES,
    queues=some.frozensets(some.tuples(some.just("id"), some.sampled_from(["one", "two"])), max_size=2),
    purposes=some.frozensets(some.sampled_from(Kind), max_size=2),
)
TABLES = some.builds(
    Access,
    look_up=IDS,
    disconnect=IDS,
    end_conversation=IDS,
    roles=some.dictionaries(some.sampled_from(Role), IDS),
    rules=some.lists(RULES, max_size=4).map(tuple),
)


@given(TABLES, some.sampled_from(Action), ABOUT, CHANNELS)
def test_nobody_is_let_in_whom_nothing_names(table, action, circumstances, channel):
    assert not table.allows(Lead("U1NOBODY", channel_id=channel), action, circumstances)


@given(TABLES, some.sampled_from(Action), ABOUT, CHANNELS, some.sampled_from(Role))
def test_a_higher_role_may_never_less(table, action, circumstances, channel, role):
    def holds(one: Role | None) -> bool:
        roles = dict(table.roles) | ({one: table.roles.get(one, frozenset()) | {"U1NOBODY"}} if one else {})
        given = Access(table.look_up, table.disconnect, table.end_conversation, roles, table.rules)
        return given.allows(Lead("U1NOBODY", channel_id=channel), action, circumstances)

    lower = [one for one in Role if one.rank < role.rank]
    assert holds(role) or not any(map(holds, [None, *lower]))


@given(TABLES, some.sampled_from(Action), ABOUT, CHANNELS)
def test_a_group_more_is_never_less(table, action, circumstances, channel):
    alone = Lead("U1A", channel_id=channel)
    together = Lead("U1A", channel_id=channel, groups=frozenset({"S1A", "S1B"}))
    assert table.allows(together, action, circumstances) or not table.allows(alone, action, circumstances)


@given(TABLES, some.sampled_from(Action), ABOUT, CHANNELS)
def test_the_order_of_the_rules_decides_nothing(table, action, circumstances, channel):
    turned = Access(table.look_up, table.disconnect, table.end_conversation, table.roles, table.rules[::-1])
    lead = Lead("U1A", channel_id=channel)
    assert table.allows(lead, action, circumstances) is turned.allows(lead, action, circumstances)


@given(TABLES, some.sampled_from(Action), ABOUT, CHANNELS)
def test_the_missing_role_would_do_and_each_decision_has_its_reason(table, action, circumstances, channel):
    decision = table.decide(Lead("U1NOBODY", channel_id=channel), action, circumstances)
    assert decision.fix
    if decision.missing is not None:
        roles = dict(table.roles) | {decision.missing: frozenset({"U1NOBODY"})}
        given = Access(table.look_up, table.disconnect, table.end_conversation, roles, table.rules)
        assert given.allows(Lead("U1NOBODY", channel_id=channel), action, circumstances)
