// Modals: this user's stack of views, the top one shown in a native <dialog>.

import { renderBlocks } from "./blocks.js";
import { el, icon, iconButton, unique } from "./dom.js";
import { collect, dropDrafts } from "./drafts.js";
import { post } from "./link.js";
import { textObject } from "./mrkdwn.js";
import { missing } from "./required.js";
import { forgetFailures, forgetOpener, lastPressed } from "./press.js";
import { changed, state } from "./state.js";

let dialog = null;
let known = new Set();
const local = new Map();

/** What the page itself knows of a view: {busy, banner, errors}. */
function own(id) {
  if (!local.has(id)) local.set(id, { busy: false, banner: null, errors: {} });
  return local.get(id);
}

/** Draws the stack anew. */
export function renderViews() {
  const stack = state.views;
  for (const id of known) if (!stack.some((view) => view.id === id)) forget(id);
  known = new Set(stack.map((view) => view.id));
  const view = stack.at(-1);
  if (!view) return shut();
  const signature = JSON.stringify([view, own(view.id), stack.length]);
  if (dialog?.dataset.signature === signature) return undefined;
  const fresh = !dialog;
  if (fresh) dialog = make();
  const before = dialog.dataset.viewId === view.id ? focusMark() : null;
  if (dialog.dataset.hash !== `${view.id}/${view.hash}`) forgetFailures({ type: "view", view_id: view.id });
  Object.assign(dialog.dataset, { signature, viewId: view.id, hash: `${view.id}/${view.hash}`, callbackId: view.callback_id ?? "" });
  const scrolled = before ? dialog.querySelector(".view-body")?.scrollTop : 0;
  dialog.replaceChildren(...contents(view, stack.length));
  dialog.querySelector(".view-body").scrollTop = scrolled ?? 0;
  if (fresh) {
    document.body.append(dialog);
    dialog.showModal();
  }
  focusOn(before);
  return undefined;
}

function make() {
  const node = el("dialog", { class: "view" });
  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (event.target === node) closeTop(false);
  });
  node.addEventListener("close", () => {
    if (node !== dialog) return;
    dialog = null;
    node.remove();
    closeTop(false);
  });
  return node;
}

function shut() {
  if (!dialog) return;
  const node = dialog;
  dialog = null;
  node.close();
  node.remove();
  const target = lastPressed() ?? document.querySelector("#composer textarea");
  forgetOpener();
  target?.focus();
}

function forget(id) {
  dropDrafts(id);
  local.delete(id);
}

function contents(view, depth) {
  const mine = own(view.id);
  const busy = view.busy || mine.busy;
  const errors = { ...view.errors, ...mine.errors };
  const title = el("h2", { class: "view-title", id: unique("title"), tabindex: "-1" }, textObject(view.title));
  dialog.setAttribute("aria-labelledby", title.id);
  const head = el(
    "header",
    { class: "view-head" },
    depth > 1 ? iconButton("back", "Back", () => closeTop(false)) : null,
    title,
    iconButton("close", "Close", () => closeTop(true)),
  );
  const banner = el("div", { class: "banner", role: "alert" });
  const trouble = mine.banner ?? view.trouble;
  if (trouble) banner.append(icon("warn"), trouble);
  const context = { container: { type: "view", view_id: view.id }, blocks: view.blocks ?? [], held: view.state?.values, errors };
  const form = el("form", { class: "view-form", novalidate: true, "aria-busy": String(Boolean(busy)), on: { submit: (event) => submit(event, view) } });
  const close = el("button", { type: "button", class: "button", on: { click: () => closeTop(false) } }, textObject(view.close ?? { type: "plain_text", text: view.submit ? "Cancel" : "Close" }));
  const foot = el("footer", { class: "dialog-foot" }, view.close || view.submit ? close : null);
  if (view.submit) {
    foot.append(el("button", { type: "submit", class: "button primary", "aria-disabled": busy ? "true" : null, data: { role: "submit" } }, busy ? el("span", { class: "spinner", "aria-hidden": "true" }) : null, el("span", { class: "button-words" }, textObject(view.submit))));
  }
  form.append(head, banner, el("div", { class: "view-body", tabindex: "-1" }, renderBlocks(context), busy ? el("span", { class: "quiet", role: "status", text: "Sending…" }) : null));
  if (foot.childNodes.length) form.append(foot);
  return [form];
}

/** Where the focus is within the dialog, so that it can be put there again after a redraw. */
function focusMark() {
  const at = document.activeElement;
  if (!dialog.contains(at)) return { role: "none" };
  if (at.dataset.role) return { role: at.dataset.role };
  const holder = at.closest("[data-action-id]");
  if (holder) return { actionId: holder.dataset.actionId, blockId: holder.dataset.blockId, value: at.value, from: at.selectionStart, to: at.selectionEnd };
  return { role: "none" };
}

function focusOn(mark) {
  const invalid = dialog.querySelector("[aria-invalid=true], .has-error input");
  if (invalid && mark?.role === "submit") return invalid.focus();
  if (mark?.role === "submit") {
    const again = dialog.querySelector("[data-role=submit]");
    if (again) return again.focus();
  }
  if (mark?.actionId) {
    const holder = [...dialog.querySelectorAll("[data-action-id]")].find((node) => node.dataset.actionId === mark.actionId && node.dataset.blockId === mark.blockId);
    const node = holder?.matches("button, input, textarea") ? holder : holder?.querySelector("input:checked, input");
    if (node) {
      node.focus();
      if (typeof mark.from === "number") node.setSelectionRange(mark.from, mark.to);
      return undefined;
    }
  }
  const first = dialog.querySelector("[data-focus-on-load]") ?? dialog.querySelector(".input .field, .input .select, .input input");
  return (first ?? dialog.querySelector(".view-title")).focus();
}

async function submit(event, view) {
  event.preventDefault();
  const mine = own(view.id);
  if (mine.busy || view.busy) return;
  const values = collect(view.id, view.blocks, view.state?.values);
  mine.errors = missing(view.blocks, values);
  mine.banner = null;
  if (Object.keys(mine.errors).length) {
    renderViews();
    return;
  }
  Object.assign(view, { errors: {}, trouble: null });
  mine.busy = true;
  renderViews();
  const answer = await post("/ui/submit", { user: state.me, view_id: view.id, state: { values } });
  if (!local.has(view.id)) return;
  mine.busy = false;
  if (!answer.ok) mine.banner = answer.error ?? "We had some trouble connecting. Try again?";
  renderViews();
}

/** Closes the top view; `cleared` closes the whole stack, as the ✕ does. */
export async function closeTop(cleared) {
  const view = state.views.at(-1);
  if (!view) return;
  state.views = cleared ? [] : state.views.slice(0, -1);
  changed("views");
  const answer = await post("/ui/close", { user: state.me, view_id: view.id, cleared });
  if (!answer.ok) document.dispatchEvent(new CustomEvent("toast", { detail: answer.error }));
}
