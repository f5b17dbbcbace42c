// The collapsible pane on the right, with the tabs Stories and Wire.

import { el, iconButton } from "./dom.js";
import { settle } from "./drawer.js";
import { storiesPanel } from "./stories.js";
import { changed, state } from "./state.js";
import { wirePanel } from "./wire.js";

const TABS = [["stories", "Stories"], ["wire", "Wire"]];
const which = () => document.getElementById("app").dataset.pane;

/** Shows the pane `id` (stories or wire), or closes it where it is open. */
export function togglePane(id) {
  if (which() === id && !state.thread) closePane();
  else openPane(id);
}

export function openPane(id, { focus = true } = {}) {
  state.thread = null;
  document.getElementById("app").dataset.pane = id;
  changed("thread pane");
  if (focus) document.getElementById(`tab-${id}`)?.focus();
}

export function closePane({ focus = true } = {}) {
  const id = which();
  document.getElementById("app").dataset.pane = "closed";
  changed("pane");
  if (focus) document.getElementById(`open-${id}`)?.focus();
}

/** Draws the pane. */
export function renderPane() {
  const open = which();
  const pane = document.getElementById("pane");
  pane.hidden = open === "closed" || Boolean(state.thread);
  settle();
  if (pane.hidden) {
    delete pane.dataset.tab;
    pane.replaceChildren();
    return;
  }
  if (pane.dataset.tab === open) {
    renderPanel();
    return;
  }
  pane.dataset.tab = open;
  const tabs = TABS.map(([id, words]) =>
    el("button", { type: "button", class: "tab", role: "tab", id: `tab-${id}`, "aria-selected": String(id === open), "aria-controls": "panel", tabindex: id === open ? "0" : "-1", on: { click: () => openPane(id), keydown: arrows } }, words),
  );
  pane.replaceChildren(
    el("header", { class: "pane-head" }, iconButton("back", "Back to the channel", () => closePane(), { class: "icon-button only-phone" }), el("div", { class: "tabs", role: "tablist", "aria-label": "Learn" }, tabs), iconButton("close", "Close pane", () => closePane(), { class: "icon-button not-phone" })),
    el("div", { class: "pane-body", id: "panel", role: "tabpanel", "aria-labelledby": `tab-${open}`, tabindex: "0" }),
  );
  renderPanel();
}

function arrows(event) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  event.preventDefault();
  openPane(which() === "stories" ? "wire" : "stories");
}

/** Draws what stands under the open tab. */
export function renderPanel() {
  const panel = document.getElementById("panel");
  if (!panel || document.getElementById("pane").hidden) return;
  if (which() === "stories") storiesPanel(panel);
  else wirePanel(panel);
}
