// The stories: situations one can start and walk through.

import { el, icon } from "./dom.js";
import { post } from "./link.js";
import { mrkdwn } from "./mrkdwn.js";
import { state } from "./state.js";
import { toast } from "./toasts.js";

let started = async () => {};
let signature = "";
let sought = "";

const FEW = 8;

/** `fn(story)` is called when a story has been started. */
export const onStarted = (fn) => (started = fn);

/** Draws the list of stories into `panel`. */
export function storiesPanel(panel) {
  const now = JSON.stringify([state.stories, state.me]);
  if (now === signature && panel.querySelector(".stories")) return;
  signature = now;
  const focused = panel.contains(document.activeElement) ? document.activeElement.dataset.story : null;
  panel.replaceChildren(
    el("p", { class: "pane-lead", text: "Each story is a situation on the pretend contact centre. Start one: its channel opens with the command ready to send." }),
    state.stories.length > FEW ? finder(panel) : "",
    el("ol", { class: "stories" }, state.stories.map(card)),
    el("p", { class: "pane-lead stories-none", role: "status", hidden: true, text: "No story has these words." }),
  );
  find(panel);
  if (focused) panel.querySelector(`[data-story="${CSS.escape(focused)}"]`)?.focus();
}

function finder(panel) {
  const field = el("input", { class: "field", type: "search", "aria-label": "Find a story", placeholder: `Find one of ${state.stories.length} stories`, autocomplete: "off" });
  field.value = sought;
  field.addEventListener("input", () => {
    sought = field.value;
    find(panel);
  });
  return el("div", { class: "finder" }, field);
}

/** Shows the stories with all the words sought in their titles, or, where no title has them, anywhere. */
function find(panel) {
  const words = sought.toLowerCase().split(/\s+/u).filter(Boolean);
  const rows = [...panel.querySelectorAll(".story")];
  const having = (part) => rows.filter((row) => words.every((word) => part(row).textContent.toLowerCase().includes(word)));
  const titled = having((row) => row.querySelector(".story-title"));
  const shown = new Set(titled.length ? titled : having((row) => row));
  for (const row of rows) row.hidden = !shown.has(row);
  panel.querySelector(".stories-none").hidden = shown.size > 0;
}

function card(story) {
  const title = `story-${story.slug}`;
  return el(
    "li",
    { class: "story", data: { state: story.state ?? "" } },
    el("div", { class: "story-head" }, el("h3", { class: "story-title", id: title, text: story.title }), story.state === "running" ? el("span", { class: "chip", text: "Running" }) : null),
    el("p", { class: "story-what" }, mrkdwn(story.what ?? "")),
    el("details", { class: "story-try", open: story.state === "running" }, el("summary", { text: "What to try" }), el("ol", { class: "steps" }, (story.try ?? []).map((step) => el("li", {}, mrkdwn(step))))),
    el("div", { class: "story-foot" }, el("button", { type: "button", class: "button primary", "aria-label": `Start: ${story.title}`, data: { story: story.slug }, on: { click: (event) => start(event.currentTarget, story) } }, icon("arrow"), el("span", { class: "button-words", text: "Start" })), story.command ? el("code", { class: "code story-command", text: story.command }) : null),
  );
}

async function start(button, story) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  const answer = await post(`/ui/story/${encodeURIComponent(story.slug)}`, { user: state.me });
  button.removeAttribute("aria-disabled");
  if (!answer.ok) toast(answer.error ?? "The story did not start.", "error");
  else await started(answer.story ?? story);
}
