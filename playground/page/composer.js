// The field one writes in: Enter sends, Shift+Enter starts a line, "/" offers the app's commands.

import { now } from "./dates.js";
import { el, icon, unique } from "./dom.js";
import { post } from "./link.js";
import { runShortcut } from "./message.js";
import { menuButton } from "./menu.js";
import { forgetOpener } from "./press.js";
import { channelName } from "./sidebar.js";
import { changed, currentChannel, putNotice, state } from "./state.js";

const unsent = new Map();

/** A composer: {node, refresh, fill}. `thread` is the ts replies go to, or null. */
export function composer({ label, placeholder, thread = null, commands = true }) {
  const listId = unique("commands");
  const field = el("textarea", { class: "composer-field", rows: "1", autocomplete: "off", autocapitalize: "sentences", spellcheck: "true", role: commands ? "combobox" : null, "aria-autocomplete": commands ? "list" : null, "aria-expanded": commands ? "false" : null, "aria-controls": commands ? listId : null });
  const list = el("div", { class: "commands", id: listId, role: "listbox", "aria-label": "Commands", hidden: true });
  const hint = el("div", { class: "usage", role: "status", hidden: true });
  const send = el("button", { type: "button", class: "send", "aria-label": "Send", title: "Send (Enter)", on: { click: () => submit() } }, icon("send"));
  const globals = state.shortcuts.filter((one) => one.type === "global");
  const plus = commands && globals.length ? el("button", { type: "button", class: "icon-button", "aria-label": "Shortcuts", title: "Shortcuts" }, icon("bolt")) : null;
  if (plus) menuButton(plus, "Shortcuts", () => globals.map((one) => ({ label: one.name, description: one.description, pick: () => runShortcut(one, state.channel, null) })), { align: "start" });
  const node = el("div", { class: "composer" }, list, hint, el("div", { class: "composer-box" }, plus, field, send));
  let rows = [];
  let active = 0;
  let channel = null;

  function refresh() {
    const current = currentChannel();
    const address = `Message ${current ? channelName(current) : ""}`;
    field.setAttribute("aria-label", label ?? address);
    field.placeholder = placeholder ?? address;
    if (channel !== (current?.id ?? null)) {
      channel = current?.id ?? null;
      field.value = unsent.get(`${channel}|${thread}`) ?? "";
      changedText();
    }
  }

  function changedText() {
    unsent.set(`${channel}|${thread}`, field.value);
    send.classList.toggle("is-ready", field.value.trim() !== "");
    field.style.setProperty("--height", "auto");
    if (field.value && field.isConnected) field.style.setProperty("--height", `${Math.min(field.scrollHeight, 200)}px`);
    if (commands) offer();
  }

  function offer() {
    const text = field.value;
    const matching = /^\/\S*$/u.test(text) ? state.commands.filter((one) => one.command.startsWith(text.toLowerCase())) : [];
    const exact = /^(\/\S+)\s/u.exec(text)?.[1];
    const known = state.commands.find((one) => one.command === exact);
    hint.hidden = !known;
    if (known) hint.replaceChildren(el("strong", { text: known.command }), ` ${known.usage_hint ?? ""}`);
    rows = matching.map((one, index) =>
      el("div", { class: "command", role: "option", id: unique("command"), "aria-selected": "false", on: { pointerdown: (event) => event.preventDefault(), click: () => complete(one), pointermove: () => activate(index) } },
        el("div", { class: "command-line" }, el("strong", { text: one.command }), " ", el("span", { class: "quiet", text: one.usage_hint ?? "" })),
        el("div", { class: "quiet", text: one.description ?? "" })),
    );
    rows.forEach((row, index) => (row.dataset.command = matching[index].command));
    list.replaceChildren(el("div", { class: "commands-head", "aria-hidden": "true", text: "Commands of this workspace" }), ...rows);
    list.hidden = rows.length === 0;
    field.setAttribute("aria-expanded", String(rows.length > 0));
    if (rows.length) activate(0);
    else field.removeAttribute("aria-activedescendant");
  }

  function activate(index) {
    active = index;
    rows.forEach((row, at) => {
      row.classList.toggle("is-active", at === index);
      row.setAttribute("aria-selected", String(at === index));
    });
    field.setAttribute("aria-activedescendant", rows[index].id);
  }

  function complete(one) {
    fill(`${one.command} `);
  }

  function fill(text) {
    field.value = text;
    field.focus();
    field.setSelectionRange(text.length, text.length);
    changedText();
  }

  async function submit() {
    const text = field.value;
    const where = channel;
    if (!text.trim() || !where) return;
    forgetOpener();
    field.value = "";
    changedText();
    field.focus();
    if (!thread) changed("sent");
    const answer = await post("/ui/say", { user: state.me, channel: where, text, thread_ts: thread });
    if (answer.ok) return;
    putNotice(where, answer.error ?? "This did not go out.", now());
    changed("messages");
    if (channel === where && !field.value) {
      field.value = text;
      changedText();
      list.hidden = true;
    }
  }

  field.addEventListener("input", changedText);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const offered = !list.hidden;
    if (offered && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      activate((active + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length);
    } else if (offered && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      complete({ command: rows[active].dataset.command });
    } else if (offered && event.key === "Escape") {
      event.preventDefault();
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const whole = state.commands.some((one) => one.command === field.value);
      if (offered && !whole) complete({ command: rows[active].dataset.command });
      else submit();
    }
  });
  refresh();
  return { node, refresh, fill, focus: () => field.focus(), text: () => field.value };
}
