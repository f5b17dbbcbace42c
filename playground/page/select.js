// A static select: the focus stays on the button, arrow keys move through the options.

import { el, icon, unique } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { moved, openPopover, toggles } from "./popover.js";

const optionsOf = (element) => element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);

/** The button of a static_select. `labelledby` or `label` names it; `onChange(option)` is told of a choice. */
export function select(element, { chosen, labelledby = null, label = null, describedby = null, onChange }) {
  const typed = { text: "" };
  const shown = el("span", { class: "select-shown", id: unique("shown") });
  const button = el(
    "button",
    {
      type: "button", class: "select", role: "combobox", "aria-haspopup": "listbox", "aria-label": labelledby ? null : label,
      "aria-labelledby": labelledby, "aria-describedby": describedby,
      data: { actionId: element.action_id },
    },
    shown,
    icon("down"),
  );
  let rows = [];
  let active = -1;
  let close = null;

  function show() {
    shown.replaceChildren(...(chosen ? textObject(chosen.text) : textObject(element.placeholder ?? { type: "plain_text", text: "Select an option" })));
    shown.classList.toggle("is-placeholder", !chosen);
  }

  function activate(index) {
    active = index;
    rows.forEach((row, at) => row.classList.toggle("is-active", at === index));
    if (rows[index]) {
      button.setAttribute("aria-activedescendant", rows[index].id);
      rows[index].scrollIntoView({ block: "nearest" });
    } else button.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    close?.();
    button.focus();
    if (chosen?.value === option.value) return;
    chosen = option;
    show();
    onChange(option);
  }

  function row(option) {
    const picked = chosen?.value === option.value;
    const node = el(
      "div",
      { class: "option", role: "option", id: unique("option"), "aria-selected": String(picked), data: { value: option.value ?? "" }, on: { click: () => choose(option), pointermove: () => activate(rows.indexOf(node)) } },
      el("span", { class: "option-words" }, el("span", {}, textObject(option.text)), option.description ? el("span", { class: "menu-description" }, textObject(option.description)) : null),
      picked ? icon("check") : null,
    );
    rows.push(node);
    return node;
  }

  function open() {
    rows = [];
    const groups = element.option_groups?.map((group) => {
      const heading = el("div", { class: "option-group", id: unique("group") }, textObject(group.label));
      return el("div", { role: "group", "aria-labelledby": heading.id }, heading, group.options.map(row));
    });
    const panel = el("div", { class: "listbox", role: "listbox", id: unique("listbox"), "aria-label": label ?? element.placeholder?.text ?? "Options" }, groups ?? element.options.map(row));
    panel.addEventListener("pointerdown", (event) => event.preventDefault());
    button.setAttribute("aria-controls", panel.id);
    close = openPopover(button, panel, {
      onClose: () => {
        activate(-1);
        button.removeAttribute("aria-controls");
      },
    });
    activate(Math.max(0, optionsOf(element).findIndex((option) => option.value === chosen?.value)));
    return close;
  }

  toggles(button, open);
  button.addEventListener("keydown", (event) => {
    const isOpen = button.getAttribute("aria-expanded") === "true";
    if (!isOpen) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        button.click();
      }
      return;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (rows[active]) choose(optionsOf(element)[active]);
    } else if (event.key === "Tab") close();
    else {
      const next = moved(event, active, rows.map((one) => one.textContent), typed);
      if (next === null) return;
      event.preventDefault();
      activate(next);
    }
  });
  show();
  return button;
}
