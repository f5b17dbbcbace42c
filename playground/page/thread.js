// The thread pane on the right: one message, its replies, and a composer of its own.

import { composer } from "./composer.js";
import { el, iconButton, reconcile } from "./dom.js";
import { messageNode } from "./message.js";
import { channelName } from "./sidebar.js";
import { changed, currentChannel, isReply, messagesOf, state } from "./state.js";

let box = null;
let openFor = null;

/** Opens the thread of the message `ts` of the open channel. */
export function openThread(ts) {
  state.thread = ts;
  changed("thread");
  document.querySelector("#thread textarea")?.focus();
}

export function closeThread() {
  const ts = state.thread;
  state.thread = null;
  changed("thread");
  (document.getElementById(`m${ts}`)?.querySelector(".replies") ?? document.querySelector("#composer textarea"))?.focus();
}

/** Draws the thread pane, or hides it. */
export function renderThread() {
  const pane = document.getElementById("thread");
  const channel = currentChannel();
  const all = channel ? messagesOf(channel.id) : [];
  const parent = state.thread ? all.find((message) => message.ts === state.thread) : null;
  pane.hidden = !parent;
  if (!parent) {
    openFor = null;
    pane.replaceChildren();
    return;
  }
  const fresh = openFor !== `${channel.id}/${parent.ts}`;
  if (fresh) {
    openFor = `${channel.id}/${parent.ts}`;
    box = composer({ label: "Reply in thread", placeholder: "Reply…", thread: parent.ts, commands: false });
    pane.replaceChildren(
      el("header", { class: "pane-head" }, iconButton("back", "Back to the channel", closeThread, { class: "icon-button only-phone" }), el("h2", { class: "pane-title" }, "Thread", el("span", { class: "quiet", text: ` ${channelName(channel)}` })), iconButton("close", "Close thread", closeThread, { class: "icon-button not-phone" })),
      el("div", { class: "pane-body" }, el("div", { class: "thread-first" }), el("div", { class: "day" }, el("span", {})), el("div", { class: "thread-log", role: "log", "aria-live": "polite", "aria-label": "Replies" })),
      box.node,
    );
  }
  box.refresh();
  const replies = all.filter((message) => isReply(message) && message.thread_ts === parent.ts);
  const body = pane.querySelector(".pane-body");
  const atBottom = body.scrollHeight - body.scrollTop - body.clientHeight < 60;
  reconcile(pane.querySelector(".thread-first"), [messageNode(channel.id, parent, { place: "t" })]);
  pane.querySelector(".day span").textContent = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  const log = pane.querySelector(".thread-log");
  const before = log.childElementCount;
  reconcile(log, replies.map((reply) => messageNode(channel.id, reply, { place: reply.subtype === "thread_broadcast" ? "t" : "m" })));
  const mine = log.childElementCount > before && replies.at(-1).user === state.me;
  // A thread opens where its replies begin: an explanation is read from its first line.
  if (fresh) body.scrollTop += pane.querySelector(".day").getBoundingClientRect().top - body.getBoundingClientRect().top;
  else if (atBottom || mine) body.scrollTop = body.scrollHeight;
}
