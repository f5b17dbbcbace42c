"""mrkdwn as Slack shows it, and nothing of it as markup of the page."""

import pytest

pytestmark = pytest.mark.browser

DRAW = """async (text) => {
  const { mrkdwn } = await import("/static/mrkdwn.js");
  const box = document.createElement("div");
  box.append(...mrkdwn(text));
  for (const node of box.querySelectorAll("svg")) node.remove();
  return box.innerHTML;
}"""
CODE = '<code class="code">'
LINK = 'target="_blank" rel="noopener noreferrer"'

SHOWN = {
    "a *bold* word": "a <strong>bold</strong> word",
    "_so_ and ~not so~": "<em>so</em> and <s>not so</s>",
    "*_both_*": "<strong><em>both</em></strong>",
    "2*3*4 snake_case_name": "2*3*4 snake_case_name",
    "* not bold *": "* not bold *",
    "`*as it is*`": f"{CODE}*as it is*</code>",
    "&lt;b&gt; &amp;amp; &quot;": "&lt;b&gt; &amp;amp; &amp;quot;",
    "<script>alert(1)</script>": "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<img src=x onerror="alert(1)">': '&lt;img src=x onerror="alert(1)"&gt;',
    "<https://example.com/a_b_c|a *link*>": f'<a href="https://example.com/a_b_c" {LINK}>a *link*</a>',
    "see https://example.com/x?a=1&amp;b=2.": (
        f'see <a href="https://example.com/x?a=1&amp;b=2" {LINK}>https://example.com/x?a=1&amp;b=2</a>.'
    ),
    "<javascript:alert(1)|safe>": '<span class="not-a-link">safe</span>',
    "<tel:+6561234567|+65 6123 4567>": f'<a href="tel:+6561234567" {LINK}>+65 6123 4567</a>',
    "<@U0LEADB>": '<span class="mention">@Daniel Ng</span>',
    "<@U0LEADA>": '<span class="mention mention-me">@Maya Tan</span>',
    "<#C0INCID|old-name>": '<span class="mention">#incidents</span>',
    "<!subteam^S0LEADS>": '<span class="mention mention-me">@team-leads</span>',
    "<!subteam^S0OTHER|@others>": '<span class="mention">@others</span>',
    "<!here>": '<span class="mention mention-me">@here</span>',
    "&lt;!channel&gt;": "&lt;!channel&gt;",
    ":no_such_thing: at 10:30:45": ":no_such_thing: at 10:30:45",
    ":warning:": '<span class="emoji" role="img" aria-label="warning emoji" data-emoji="warning"></span>',
    "&gt; quoted\n&gt; twice\nout": '<blockquote class="quote">quoted<br>twice</blockquote>out',
    "```one <b>\n *two*```": '<pre class="pre">one &lt;b&gt;\n *two*</pre>',
    "one\ntwo": "one<br>two",
}


async def test_mrkdwn_is_shown_as_slack_shows_it_and_injects_nothing(opened):
    async with opened() as page:
        await page.get_by_label("Message #team-leads").wait_for()
        drawn = {text: await page.evaluate(DRAW, text) for text in SHOWN}
    assert drawn == SHOWN


async def test_dates_are_told_in_the_readers_own_time_zone(opened, slack):
    unix = int(slack.clock.now().timestamp())
    slack.workspace.post("C0LEADS", "U0HANGUP", f"since <!date^{unix}^{{date_num}} {{time}}|just now>")
    slack.workspace.post("C0LEADS", "U0HANGUP", f"odd <!date^{unix}^{{nonsense}}|the fallback>")
    async with opened() as page:
        log = page.get_by_role("log", name="Messages")
        await log.get_by_text("since 2026-11-22 2:00 PM").wait_for()
        await log.get_by_text("odd the fallback").wait_for()
    async with opened(user="U0GUEST") as page:
        await page.get_by_role("log", name="Messages").get_by_text("since 2026-11-22 6:00 AM").wait_for()
