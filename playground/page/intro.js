// What a newcomer sees first, at the top of every channel.

import { el, icon, iconButton } from "./dom.js";
import { channelName } from "./sidebar.js";
import { currentChannel, state } from "./state.js";
import { openPane } from "./panes.js";

let put = false;

/** Draws the beginning of the channel, with "Start here" until it is put away. */
export function renderIntro() {
  const channel = currentChannel();
  const slot = document.getElementById("intro");
  if (!channel) return slot.replaceChildren();
  const me = state.users.get(state.me);
  const words = channel.kind === "app_dm" ? `This is your conversation with ${channelName(channel)}. Only you can see it.` : channel.kind === "dm" ? `This is your conversation with ${channelName(channel)}.` : `This is the very beginning of ${channelName(channel)}.`;
  const command = state.commands[0]?.command ?? "/conversation";
  const start = put
    ? null
    : el(
        "section",
        { class: "start-here", "aria-labelledby": "start-here" },
        iconButton("close", "Put “Start here” away", () => {
          put = true;
          renderIntro();
        }),
        el("h2", { id: "start-here", text: "Start here" }),
        el("p", {}, "You are ", el("strong", { text: me?.real_name ?? "" }), ", and this is a pretend Slack with a pretend contact centre behind it. Nobody real can be hung up on."),
        el("ol", { class: "steps" },
          el("li", { text: "Pick a story and press Start." }),
          el("li", {}, "Send the ", el("code", { class: "code", text: command }), " command that appears in the message field."),
          el("li", { text: "Press what the card offers, and see what happens." })),
        el("div", { class: "actions" }, el("button", { type: "button", class: "button primary", on: { click: () => openPane("stories") } }, icon("book"), el("span", { class: "button-words", text: "Show the stories" }))),
      );
  return slot.replaceChildren(start ?? "", el("div", { class: "beginning" }, el("h2", { text: channelName(channel) }), el("p", { class: "quiet", text: words })));
}
