// Short words at the edge of the page that go away by themselves.

import { el, icon, iconButton } from "./dom.js";

/** Shows `words` for some seconds. */
export function toast(words, level = "info") {
  const node = el("div", { class: `toast ${level}`, role: level === "error" ? "alert" : null }, level === "error" ? icon("warn") : null, el("span", { text: words }), iconButton("close", "Close this notice", () => node.remove()));
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), 8000);
}

document.addEventListener("toast", (event) => toast(event.detail, "error"));
