// The side bar: the workspace, who one is, and the places one can go.

import { el, icon, iconButton } from "./dom.js";
import { hideDrawer } from "./drawer.js";
import { menuButton } from "./menu.js";
import { avatar } from "./message.js";
import { changed, state } from "./state.js";

let become = () => {};

/** `fn(userId)` is called when one chooses to be somebody else. */
export const onBecome = (fn) => (become = fn);

/** `#incidents`, or the name of the other side of a direct message. */
export function channelName(channel) {
  if (channel.kind === "channel" || channel.kind === "private") return `#${channel.name}`;
  return [...state.users.values()].find((user) => user.name === channel.name)?.real_name || channel.name;
}

/** Draws the side bar. */
export function renderSidebar() {
  const bar = document.getElementById("sidebar");
  const focused = bar.contains(document.activeElement) ? (document.activeElement.dataset.channel ?? document.activeElement.id) : null;
  bar.replaceChildren(
    el("div", { class: "workspace" }, el("span", { class: "workspace-name", text: state.workspace.name }), iconButton("close", "Close channels", hideDrawer, { class: "icon-button only-phone" })),
    whoAmI(),
    el("div", { class: "places" },
      group("Channels", state.channels.filter((one) => one.kind === "channel" || one.kind === "private")),
      group("Apps", state.channels.filter((one) => one.kind === "app_dm")),
      group("Direct messages", state.channels.filter((one) => one.kind === "dm"))),
    el("p", { class: "sidebar-note", text: "A pretend Slack. Everything stays on this machine." }),
  );
  if (focused) (bar.querySelector(`[data-channel="${CSS.escape(focused)}"]`) ?? document.getElementById(focused))?.focus();
}

function whoAmI() {
  const me = state.users.get(state.me);
  const button = el(
    "button",
    { type: "button", class: "who", id: "who" },
    avatar(asAuthor(me), "avatar small"),
    el("span", { class: "who-words" }, el("span", { class: "who-line" }, "You are: ", el("strong", { text: me?.real_name || me?.name || "" })), el("span", { class: "who-title", text: me?.title ?? "" })),
    icon("down"),
  );
  return menuButton(button, "Who you are", () =>
    [...state.users.values()].filter((user) => !user.is_bot).map((user) => ({
      lead: avatar(asAuthor(user), "avatar small"),
      label: user.real_name || user.name,
      description: user.title,
      checked: user.id === state.me,
      data: { user: user.id },
      pick: () => user.id !== state.me && become(user.id),
    })), { align: "start" });
}

const asAuthor = (user) => ({ colour: user?.color ?? "#5c6b7a", initials: (user?.real_name || user?.name || "?").split(/\s+/u).slice(0, 2).map((word) => [...word][0]).join("").toUpperCase() });

function group(title, channels) {
  if (!channels.length) return null;
  return el("section", { class: "place-group" }, el("h2", { class: "place-head", text: title }), el("ul", { class: "place-list" }, channels.map((channel) => el("li", {}, place(channel)))));
}

function place(channel) {
  const unread = channel.id === state.channel ? 0 : (state.unread.get(channel.id) ?? 0);
  const name = channelName(channel);
  return el(
    "button",
    {
      type: "button", class: `place ${unread ? "is-unread" : ""}`, "aria-current": channel.id === state.channel ? "page" : null,
      "aria-label": `${name}${channel.is_ext_shared ? ", externally shared" : ""}${unread ? `, ${unread} unread` : ""}`, data: { channel: channel.id }, on: { click: () => openChannel(channel.id) },
    },
    icon(channel.kind === "private" ? "lock" : channel.kind === "channel" ? "hash" : "reply"),
    el("span", { class: "place-name", text: channel.kind === "channel" || channel.kind === "private" ? channel.name : name }),
    channel.is_ext_shared ? icon("shared") : null,
    unread ? el("span", { class: "unread", "aria-hidden": "true", text: unread > 99 ? "99+" : String(unread) }) : null,
  );
}

/** Goes to a channel. */
export function openChannel(id) {
  if (!state.channels.some((channel) => channel.id === id)) return;
  state.channel = id;
  state.thread = null;
  state.unread.set(id, 0);
  hideDrawer();
  changed("channel");
}
