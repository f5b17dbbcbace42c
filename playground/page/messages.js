// The channel's messages in the middle, and its head.

import { day, divider } from "./dates.js";
import { el, icon, iconButton, reconcile } from "./dom.js";
import { author, messageNode } from "./message.js";
import { channelName } from "./sidebar.js";
import { openThread } from "./thread.js";
import { currentChannel, isReply, messagesOf, state } from "./state.js";
import { togglePane } from "./panes.js";
import { showDrawer } from "./drawer.js";

const dividers = new Map();
let shownChannel = null;
let atBottom = true;

const scroller = () => document.getElementById("scroll");

/** Draws the head of the open channel. */
export function renderHead() {
  const channel = currentChannel();
  const head = document.getElementById("head");
  const unread = [...state.unread].some(([id, count]) => id !== state.channel && count > 0);
  const name = channel ? channelName(channel) : "";
  document.getElementById("main").setAttribute("aria-label", name);
  document.title = `${unread ? "• " : ""}${name} – ${state.workspace.name}`;
  const pane = state.thread ? null : document.getElementById("app").dataset.pane;
  const paneButton = (id, drawing, words) =>
    el("button", { type: "button", class: "head-button", id: `open-${id}`, "aria-pressed": String(pane === id), on: { click: () => togglePane(id) } }, icon(drawing), el("span", { text: words }));
  const focused = head.contains(document.activeElement) ? document.activeElement.id : null;
  head.replaceChildren(
    el("span", { class: unread ? "drawer-button has-unread" : "drawer-button" }, iconButton("menu", unread ? "Channels, unread messages" : "Channels", showDrawer, { id: "open-drawer" })),
    el("div", { class: "head-words" },
      el("h1", { class: "head-name" }, channel ? [channelIcon(channel), el("span", { class: "head-title", text: channel.kind === "channel" || channel.kind === "private" ? channel.name : name })] : "No channel"),
      el("div", { class: "head-topic" },
        channel?.is_ext_shared ? el("span", { class: "shared", title: "People outside the company are in this channel" }, icon("shared"), "Externally shared") : null,
        channel?.archived ? el("span", { class: "shared" }, "Archived") : null,
        channel?.topic ? el("span", { class: "topic", text: channel.topic, title: channel.topic }) : null)),
    el("div", { class: "head-buttons" }, paneButton("stories", "book", "Stories"), paneButton("wire", "wire", "Wire")),
  );
  if (focused) document.getElementById(focused)?.focus();
}

export function channelIcon(channel) {
  if (channel.kind === "private") return icon("lock");
  if (channel.kind === "channel") return icon("hash");
  return icon("reply");
}

/** Draws the messages of the open channel. */
export function renderMessages() {
  const channel = state.channel;
  const switched = channel !== shownChannel;
  shownChannel = channel;
  const log = document.getElementById("log");
  const shown = channel ? messagesOf(channel).filter((message) => !isReply(message) || message.subtype === "thread_broadcast") : [];
  const nodes = [];
  let before = null;
  for (const message of shown) {
    const today = day(Number(message.ts));
    if (!before || day(Number(before.ts)) !== today) nodes.push(dayDivider(channel, Number(message.ts), today));
    const compact = Boolean(before) && follows(before, message) && nodes.at(-1).className !== "day";
    nodes.push(messageNode(channel, message, { compact, onThread: openThread }));
    before = message;
  }
  const last = log.lastElementChild;
  // A log announces what is added: a whole channel at once would be read out, so it is quiet while one moves there.
  log.setAttribute("aria-live", switched ? "off" : "polite");
  reconcile(log, nodes);
  if (switched) requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
  const isNew = !switched && nodes.at(-1) !== last && nodes.length > 0;
  const mine = isNew && shown.at(-1)?.user === state.me;
  if (switched || atBottom || mine) toBottom();
  else if (isNew) document.getElementById("jump").hidden = false;
}

const follows = (before, message) =>
  author(before).name === author(message).name && Number(message.ts) - Number(before.ts) < 300 && !before.ephemeral && !message.ephemeral && !before.reply_count && !before.deleted && !message.blocks?.length;

function dayDivider(channel, unix, key) {
  const id = `${channel}/${key}`;
  const words = divider(unix);
  if (dividers.get(id)?.textContent !== words) dividers.set(id, el("div", { class: "day", role: "separator", "aria-label": words }, el("span", { text: words })));
  return dividers.get(id);
}

/** Scrolls to the newest message. */
export function toBottom() {
  const node = scroller();
  node.scrollTop = node.scrollHeight;
  atBottom = true;
  document.getElementById("jump").hidden = true;
}

/** Keeps the newest message in sight as long as the reader has not scrolled up. */
export function watchScrolling() {
  const node = scroller();
  node.addEventListener("scroll", () => {
    atBottom = node.scrollHeight - node.scrollTop - node.clientHeight < 60;
    if (atBottom) document.getElementById("jump").hidden = true;
  });
  const jump = document.getElementById("jump");
  jump.prepend(icon("arrow"));
  jump.addEventListener("click", toBottom);
  const watcher = new ResizeObserver(() => atBottom && toBottom());
  watcher.observe(document.getElementById("log"));
  watcher.observe(node);
}
