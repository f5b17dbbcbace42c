// What this page cannot draw is shown as such, and never dropped.

import { el, icon } from "./dom.js";

/** A visible marker for a block or element of a kind that the page does not know. */
export function unknown(type, what) {
  return el("span", { class: "unknown", role: "note", data: { unknown: String(type) } }, icon("warn"), `This page cannot draw the ${what} “${type ?? "without a type"}”`);
}
