import pytest

from bot.domain.access import Access, Action, Lead

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


@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize("action", Action)
def test_the_table_says_who_may_what(who: str, action: Action):
    lead, may = MAY[who]
    assert TABLE.allows(lead, action) is (action in may)


@pytest.mark.parametrize("action", Action)
def test_an_empty_table_lets_nobody_in_and_says_the_line_to_add(action: Action):
    lead = Lead("U1LEAD")
    assert not Access().allows(lead, action)
    fix = Access().fix(lead, action)
    assert f'{action.value} = ["U1LEAD"] in hangup.toml' in fix
    assert ("HANGUP_OPERATORS=U1LEAD" in fix) is (action is not Action.END_CONVERSATION)


def test_only_groups_are_asked_about():
    assert TABLE.group_ids == frozenset({"S1LEADS"})


def test_an_action_has_words_that_follow_may_not():
    assert [action.words for action in Action] == [
        "look up conversations",
        "disconnect participants",
        "end whole conversations",
    ]
