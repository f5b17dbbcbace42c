// The wire: what Slack, the bot and the contact centre said to each other, newest first.

import { precise } from "./dates.js";
import { el, reconcile } from "./dom.js";
import { state } from "./state.js";

const KINDS = {
  delivery: ["Slack → bot", "Slack knocks at the bot; it must acknowledge within 3 seconds."],
  api: ["bot → Slack", "The bot asks Slack to show or change something."],
  platform: ["bot → contact centre", "The bot reads or acts on the pretend contact centre."],
};

const rows = new Map();

/** Draws the wire into `panel`. */
export function wirePanel(panel) {
  if (!panel.querySelector(".wire")) {
    rows.clear();
    panel.replaceChildren(
      el("dl", { class: "legend" }, Object.entries(KINDS).map(([kind, [words, meaning]]) => el("div", { class: `legend-row ${kind}` }, el("dt", { text: words }), el("dd", { text: meaning })))),
      el("div", { class: "wire-empty quiet", text: "Nothing yet. Send a command, and watch it go by here." }),
      el("ol", { class: "wire", reversed: true }),
    );
  }
  panel.querySelector(".wire-empty").hidden = state.wire.length > 0;
  reconcile(panel.querySelector(".wire"), [...state.wire].sort((a, b) => a.at - b.at || a.n - b.n).map(row).reverse());
}

function row(entry) {
  const signature = JSON.stringify(entry);
  const old = rows.get(entry.n);
  if (old?.signature === signature) return old.node;
  const node = el("li", { class: `entry ${entry.kind}`, data: { n: String(entry.n), kind: entry.kind } }, details(entry, old?.node.querySelector("details").open));
  rows.set(entry.n, { signature, node });
  return node;
}

function details(entry, open = false) {
  const node = el(
    "details",
    { open },
    el("summary", { class: "entry-head" },
      el("span", { class: "entry-line" }, el("span", { class: "entry-title", text: entry.title }), el("span", { class: `status ${isBad(entry.status) ? "bad" : ""}`, text: String(entry.status ?? "…") })),
      el("span", { class: "entry-meta" }, el("time", { text: precise(entry.at) }), el("span", { text: KINDS[entry.kind]?.[0] ?? entry.kind }), entry.note ? el("span", { text: entry.note }) : typeof entry.ms === "number" ? el("span", { text: entry.ms < 1 ? "under 1 ms" : `${Math.round(entry.ms)} ms` }) : null)),
  );
  // JSON is drawn when somebody looks at it.
  const fill = () => node.open && node.childNodes.length === 1 && node.append(...json("Request", entry.request), ...json("Response", entry.response));
  node.addEventListener("toggle", fill);
  fill();
  return node;
}

const isBad = (status) => (typeof status === "number" ? status >= 400 : Boolean(status) && !/^(?:ok|2\d\d|acknowledged)/iu.test(String(status ?? "ok")));

function json(title, value) {
  if (value === null || value === undefined || value === "") return [];
  return [el("h4", { class: "json-title", text: title }), el("pre", { class: "json", tabindex: "0", role: "region", "aria-label": title, text: typeof value === "string" ? value : JSON.stringify(value, null, 2) })];
}
