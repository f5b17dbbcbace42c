// Pressing an element: ask first where it wants to be confirmed, show that it is on its way, say so when it failed.

import { confirmed } from "./confirm.js";
import { collect } from "./drafts.js";
import { el, icon } from "./dom.js";
import { post } from "./link.js";
import { state } from "./state.js";

const busy = new Set();
const failures = new Map();
let opener = null;

/** `V1`, or `C1:171.2`: what the state of elements is kept under. */
export const containerKey = (container) => (container.type === "view" ? container.view_id : `${container.channel}:${container.ts}`);

const pressKey = (context, block, element) => `${containerKey(context.container)}|${block.block_id}|${element.action_id}`;

/** The element that was pressed last as the page draws it now, or its message where it is gone: where the focus returns to. */
export function lastPressed() {
  if (!opener) return null;
  const same = [...document.querySelectorAll("[data-press]")].find((node) => node.dataset.press === opener)?.querySelector("button, input");
  return same ?? document.getElementById(`m${opener.split("|")[0].split(":")[1]}`);
}

export const forgetOpener = () => (opener = null);

/** Wraps an interactive element so that its being in flight and its failure show beside it. */
export function pressable(context, block, element, node) {
  const key = pressKey(context, block, element);
  const wrapper = el("span", { class: "press", data: { press: key } }, node, el("span", { class: "press-note", role: "alert" }));
  show(wrapper, key);
  return wrapper;
}

function show(wrapper, key) {
  const isBusy = busy.has(key);
  wrapper.classList.toggle("is-busy", isBusy);
  for (const node of wrapper.querySelectorAll("button, input")) {
    if (isBusy) node.setAttribute("aria-disabled", "true");
    else node.removeAttribute("aria-disabled");
  }
  const note = wrapper.querySelector(".press-note");
  const words = failures.get(key);
  if (words) note.replaceChildren(icon("warn"), words);
  else note.replaceChildren();
}

function refresh(key) {
  for (const wrapper of document.querySelectorAll("[data-press]")) if (wrapper.dataset.press === key) show(wrapper, key);
}

/** A message or view has changed: what failed in it before is past. */
export function forgetFailures(container) {
  const prefix = `${containerKey(container)}|`;
  for (const key of [...failures.keys()]) if (key.startsWith(prefix)) failures.delete(key);
}

const inWords = (error) => (error ? (error.includes(" ") ? error : `This failed with the error “${error}”`) : "This did not work. Try again?");

/** Sends one press. `action` is what block_actions reports beside the ids. Resolves to whether it went out. */
export async function press(context, block, element, action, confirmObject = element.confirm) {
  const key = pressKey(context, block, element);
  if (busy.has(key)) return false;
  if (context.container.type === "message") opener = key;
  if (confirmObject && !(await confirmed(confirmObject))) return false;
  busy.add(key);
  failures.delete(key);
  refresh(key);
  const answer = await post("/ui/press", {
    user: state.me,
    container: context.container,
    block_id: block.block_id,
    action_id: element.action_id,
    action: { type: element.type, ...action },
    state: { values: collect(containerKey(context.container), context.blocks, context.held) },
  });
  busy.delete(key);
  if (!answer.ok) failures.set(key, inWords(answer.error));
  refresh(key);
  return true;
}
