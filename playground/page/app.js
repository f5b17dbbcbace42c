// Starts the page: reads the state, listens for events, and says who redraws on what.

import { composer } from "./composer.js";
import { now } from "./dates.js";
import { hideDrawer, phone, settle, watchDrawer } from "./drawer.js";
import { renderIntro } from "./intro.js";
import { fetchState, listen } from "./link.js";
import { forgetDrawn } from "./message.js";
import { renderHead, renderMessages, toBottom, watchScrolling } from "./messages.js";
import { refreshAgo } from "./mrkdwn.js";
import { closePane, openPane, renderPane, renderPanel } from "./panes.js";
import { onBecome, openChannel, renderSidebar } from "./sidebar.js";
import { changed, on, putMessage, putNotice, readState, state } from "./state.js";
import { onStarted } from "./stories.js";
import { closeThread, renderThread } from "./thread.js";
import { toast } from "./toasts.js";
import { renderViews } from "./views.js";

const WIRE_KEPT = 200;
const address = new URL(window.location.href);
let stop = () => {};
let box = null;

function rememberPlace() {
  address.searchParams.set("user", state.me);
  if (state.channel) address.searchParams.set("channel", state.channel);
  window.history.replaceState(null, "", address);
}

function offline(away) {
  document.getElementById("offline").hidden = !away;
}

async function reread() {
  const user = state.me;
  const read = await fetchState(user);
  if (state.me !== user) return;
  readState(read, state.channel ?? address.searchParams.get("channel"));
  offline(false);
  changed("all");
}

async function become(user) {
  stop();
  const read = await fetchState(user).catch(() => null);
  if (!read) {
    offline(true);
    setTimeout(() => become(user), 1000);
    return;
  }
  forgetDrawn();
  readState(read, state.channel ?? address.searchParams.get("channel"));
  offline(false);
  rememberPlace();
  changed("all");
  stop = listen(state.me, { onOpen: reread, onEvent: take, onLost: () => offline(true) });
}

function take(event) {
  switch (event.type) {
    case "message":
      putMessage(event.channel, event.message);
      return changed("messages unread");
    case "message_removed":
      state.messages.get(event.channel)?.delete(event.ts);
      return changed("messages");
    case "views":
      state.views = event.views;
      return changed("views");
    case "wire":
      state.wire = [...state.wire.filter((entry) => entry.n !== event.entry.n), event.entry].sort((a, b) => a.n - b.n).slice(-WIRE_KEPT);
      return changed("wire");
    case "toast":
      if (event.channel && event.level === "error") {
        putNotice(event.channel, event.text, now());
        return changed("messages");
      }
      return toast(event.text, event.level);
    case "channels":
      state.channels = event.channels;
      for (const channel of event.channels) if (!state.unread.has(channel.id)) state.unread.set(channel.id, channel.unread ?? 0);
      return changed("channels");
    case "stories":
      state.stories = event.stories;
      return changed("stories");
    default:
      return undefined;
  }
}

onBecome(async (user) => {
  hideDrawer();
  await become(user);
  box.focus();
});

onStarted(async (story) => {
  if (!state.channels.some((channel) => channel.id === story.channel)) await reread();
  openChannel(story.channel);
  if (phone.matches) closePane({ focus: false });
  box.fill(story.command ?? "");
});

on("all channel channels unread", renderSidebar);
on("all channel channels unread pane thread", renderHead);
on("all channel", renderIntro);
on("all channel messages", renderMessages);
on("all channel messages thread", renderThread);
on("all channel thread pane", renderPane);
on("stories wire", renderPanel);
on("all views", renderViews);
on("thread", settle);
on("channels", () => box?.refresh());
on("channel", () => {
  box?.refresh();
  rememberPlace();
  toBottom();
});
on("sent", toBottom);
on("all", () => {
  if (box) box.refresh();
  else {
    box = composer({});
    document.getElementById("composer").append(box.node);
  }
});

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || event.defaultPrevented) return;
  const typing = event.target.closest?.("input, textarea, [contenteditable]");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    box?.focus();
  } else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    if (box?.text()) event.preventDefault();
    box?.focus();
  } else if (event.key === "Escape" && !document.querySelector(":popover-open")) {
    if (document.getElementById("app").classList.contains("drawer-open")) hideDrawer();
    else if (state.thread) closeThread();
    else if (event.target.closest?.("#pane")) closePane();
  }
});

watchDrawer();
watchScrolling();
setInterval(refreshAgo, 15_000);
if (!phone.matches) openPane("stories", { focus: false });
become(address.searchParams.get("user"));
