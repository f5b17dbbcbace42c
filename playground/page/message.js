// One message: who, when, what, and what one can do with it.

import { renderBlocks } from "./blocks.js";
import { clock } from "./dates.js";
import { el, icon } from "./dom.js";
import { post } from "./link.js";
import { menuButton } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { forgetFailures } from "./press.js";
import { changed, state } from "./state.js";
import { toast } from "./toasts.js";

/** The drawn nodes of messages by place and ts, so that what has not changed stays untouched. */
const drawn = new Map();

/** A message as a node. `place` is "m" in the channel and for replies, "t" for the first message of a thread pane. */
export function messageNode(channel, message, { place = "m", compact = false, onThread = null } = {}) {
  const key = `${place}${channel}/${message.ts}`;
  const signature = JSON.stringify([message, compact, state.me]);
  const old = drawn.get(key);
  if (old?.signature === signature) return old.node;
  if (old) forgetFailures({ type: "message", channel, ts: message.ts });
  const mark = old && old.node.contains(document.activeElement) ? document.activeElement.closest("[data-action-id]")?.dataset : null;
  const node = draw(channel, message, { place, compact, onThread });
  drawn.set(key, { signature, node });
  if (old && old.node.isConnected) {
    const hadFocus = old.node.contains(document.activeElement);
    old.node.replaceWith(node);
    if (hadFocus) refocus(node, mark);
  }
  return node;
}

function refocus(node, mark) {
  const all = [...node.querySelectorAll("[data-action-id]")];
  const same = mark && (all.find((one) => one.dataset.actionId === mark.actionId && one.dataset.blockId === mark.blockId) ?? all.find((one) => one.dataset.actionId === mark.actionId));
  (same ?? node).focus({ preventScroll: true });
}

/** Nothing drawn is good any more: another user, another time zone. */
export const forgetDrawn = () => drawn.clear();

/** Who wrote it: {name, colour, isBot, initials}. */
export function author(message) {
  if (message.notice) return { name: "Slackbot", colour: "#5c6b7a", isBot: false, initials: "S" };
  const user = state.users.get(message.user) ?? [...state.users.values()].find((one) => one.is_bot && message.bot_id);
  const name = user?.real_name || user?.name || "Unknown";
  return { name, colour: user?.color ?? "#5c6b7a", isBot: Boolean(user?.is_bot || message.bot_id), initials: initials(name) };
}

const initials = (name) => name.split(/\s+/u).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();

/** A square with a person's initials. */
export function avatar({ colour, initials: letters }, className = "avatar") {
  const node = el("span", { class: className, "aria-hidden": "true", text: letters });
  node.style.setProperty("--avatar", colour);
  return node;
}

function draw(channel, message, { place, compact, onThread }) {
  const who = author(message);
  const at = clock(Number(message.ts));
  const body = message.deleted ? [el("div", { class: "quiet", text: "This message was deleted." })] : content(channel, message);
  const head = compact
    ? null
    : el("div", { class: "message-head" }, el("span", { class: "author", text: who.name }), who.isBot ? el("span", { class: "badge", text: "APP" }) : null, el("time", { class: "time", datetime: new Date(Number(message.ts) * 1000).toISOString(), text: at }));
  return el(
    "article",
    { id: `${place}${message.ts}`, class: `message ${compact ? "is-compact" : ""} ${message.ephemeral ? "is-ephemeral" : ""}`, tabindex: "-1", "aria-label": `${who.name}${who.isBot ? ", app" : ""}, ${at}`, data: { ts: message.ts, ephemeral: String(Boolean(message.ephemeral)) } },
    el("div", { class: "gutter" }, compact ? el("time", { class: "time gutter-time", text: at.replace(/\s?[AP]M$/u, "") }) : avatar(who)),
    el("div", { class: "message-main" }, message.ephemeral ? el("div", { class: "only-you" }, icon("eye"), "Only visible to you") : null, head, body, foot(channel, message, { place, onThread })),
    message.deleted ? null : tools(channel, message, onThread),
  );
}

function content(channel, message) {
  const edited = message.edited ? el("span", { class: "quiet edited", text: " (edited)" }) : null;
  if (message.notice) return [el("div", { class: "text", text: message.text })];
  if (!message.blocks?.length) return [el("div", { class: "text" }, mrkdwn(message.text ?? ""), edited)];
  const context = { container: { type: "message", channel, ts: message.ts }, blocks: message.blocks, held: message.state?.values };
  return [el("div", { class: "blocks" }, renderBlocks(context)), edited];
}

function foot(channel, message, { place, onThread }) {
  const dismiss = message.ephemeral
    ? el("button", { type: "button", class: "link-button", on: { click: () => dismissMessage(channel, message) } }, "Dismiss message")
    : null;
  const count = message.reply_count ?? 0;
  const replies = count && onThread && place === "m"
    ? el("button", { type: "button", class: "replies", on: { click: () => onThread(message.ts) } }, icon("reply"), el("span", { text: count === 1 ? "1 reply" : `${count} replies` }), el("span", { class: "quiet", "aria-hidden": "true", text: "View thread" }))
    : null;
  return [replies, dismiss];
}

function tools(channel, message, onThread) {
  if (message.ephemeral) return null;
  const items = [];
  if (onThread) items.push({ label: "Reply in thread", pick: () => onThread(message.ts) });
  for (const shortcut of state.shortcuts.filter((one) => one.type === "message")) {
    items.push({ label: shortcut.name, description: shortcut.description, pick: () => runShortcut(shortcut, channel, message.ts) });
  }
  if (!items.length) return null;
  const more = el("button", { type: "button", class: "icon-button", "aria-label": "More for this message", title: "More for this message" }, icon("more"));
  menuButton(more, "More for this message", () => items);
  const reply = onThread ? el("button", { type: "button", class: "icon-button tool-reply", "aria-label": "Reply in thread", title: "Reply in thread", on: { click: () => onThread(message.ts) } }, icon("reply")) : null;
  return el("div", { class: "tools" }, reply, more);
}

/** Runs a shortcut and says so where it failed. */
export async function runShortcut(shortcut, channel, ts) {
  const answer = await post("/ui/shortcut", { user: state.me, callback_id: shortcut.callback_id, channel, ts });
  if (!answer.ok) toast(answer.error ?? `${shortcut.name} did not work.`, "error");
}

async function dismissMessage(channel, message) {
  if (message.notice) state.notices.set(channel, (state.notices.get(channel) ?? []).filter((one) => one !== message));
  else state.messages.get(channel)?.delete(message.ts);
  changed("messages");
  document.querySelector("#composer textarea")?.focus();
  if (message.notice) return;
  const answer = await post("/ui/dismiss", { user: state.me, channel, ts: message.ts });
  if (!answer.ok) toast(answer.error, "error");
}
