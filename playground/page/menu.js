// A menu button: overflow menus, "more actions", who one is.

import { el } from "./dom.js";
import { moved, openPopover, toggles } from "./popover.js";

/** Makes `anchor` open a menu. `items()` gives [{label: nodes, name, description, checked, data, pick}]. */
export function menuButton(anchor, label, items, { align = "end" } = {}) {
  anchor.setAttribute("aria-haspopup", "menu");
  toggles(anchor, () => openMenu(anchor, label, items(), align));
  anchor.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || anchor.getAttribute("aria-expanded") === "true") return;
    event.preventDefault();
    anchor.click();
  });
  return anchor;
}

function openMenu(anchor, label, items, align) {
  const typed = { text: "" };
  const radio = items.some((item) => item.checked !== undefined);
  const panel = el("div", { class: "menu", role: "menu", "aria-label": label });
  const rows = items.map((item) =>
    el(
      "button",
      { type: "button", class: "menu-item", role: radio ? "menuitemradio" : "menuitem", "aria-checked": radio ? String(Boolean(item.checked)) : null, tabindex: "-1", data: item.data, on: { click: () => choose(item) } },
      item.lead ?? null,
      el("span", { class: "menu-words" }, el("span", { class: "menu-label" }, item.label), item.description ? el("span", { class: "menu-description" }, item.description) : null),
    ),
  );
  panel.append(...rows);
  const close = openPopover(anchor, panel, {
    align,
    onClose: () => {
      if (panel.contains(document.activeElement) || document.activeElement === document.body) anchor.focus();
    },
  });

  function choose(item) {
    close();
    anchor.focus();
    item.pick();
  }

  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close();
      anchor.focus();
      return;
    }
    const next = moved(event, rows.indexOf(document.activeElement), rows.map((row) => row.textContent), typed);
    if (next === null) return;
    event.preventDefault();
    rows[next].focus();
  });
  (rows.find((row) => row.getAttribute("aria-checked") === "true") ?? rows[0])?.focus();
  return close;
}
