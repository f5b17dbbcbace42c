// Interactive elements of Block Kit. https://docs.slack.dev/reference/block-kit/block-elements

import { el, icon, unique } from "./dom.js";
import { draft, keep } from "./drafts.js";
import { picture } from "./picture.js";
import { menuButton } from "./menu.js";
import { textObject } from "./mrkdwn.js";
import { containerKey, press, pressable } from "./press.js";
import { select } from "./select.js";
import { unknown } from "./unknown.js";

/** One element as a node. `context`: {container, blocks, held}; `naming`: {labelledby, label, describedby, dispatches, invalid}. */
export function element(context, block, one, naming = {}) {
  const make = Object.hasOwn(ELEMENTS, one?.type ?? "") ? ELEMENTS[one.type] : null;
  if (!make) return unknown(one?.type, "element");
  return make(context, block, one, { dispatches: true, ...naming });
}

const heldOf = (context, block, one) => context.held?.[block.block_id]?.[one.action_id];
const current = (context, block, one) => draft(containerKey(context.container), block, one, heldOf(context, block, one));
const store = (context, block, one, value) => keep(containerKey(context.container), block, one, { type: one.type, ...value });
const ids = (block, one) => ({ actionId: one.action_id ?? "", blockId: block.block_id ?? "" });
const invalid = (naming) => (naming.invalid ? "true" : null);

function button(context, block, one) {
  const node = el(
    "button",
    {
      type: "button", class: `button ${one.style ?? ""}`.trim(), "aria-label": one.accessibility_label ?? null, data: ids(block, one),
      on: {
        click: async () => {
          if (node.getAttribute("aria-disabled") === "true") return;
          const sent = await press(context, block, one, { ...(one.value === undefined ? {} : { value: one.value }) });
          if (sent && one.url) window.open(one.url, "_blank", "noopener,noreferrer");
        },
      },
    },
    el("span", { class: "button-words" }, textObject(one.text)),
  );
  // Beside words an emoji is decoration, and would only lengthen the button's name.
  if (node.textContent.trim()) for (const drawing of node.querySelectorAll(".emoji")) drawing.setAttribute("aria-hidden", "true");
  return pressable(context, block, one, node);
}

function overflow(context, block, one, naming) {
  const label = naming.label ? `More actions: ${naming.label}` : "More actions";
  const node = el("button", { type: "button", class: "button overflow", "aria-label": label, title: "More actions", data: ids(block, one) }, icon("more"));
  menuButton(node, label, () =>
    one.options.map((option) => ({
      label: textObject(option.text),
      description: option.description ? textObject(option.description) : null,
      data: { value: option.value ?? "" },
      pick: () => press(context, block, one, { selected_option: option }),
    })),
  );
  return pressable(context, block, one, node);
}

function staticSelect(context, block, one, naming) {
  const node = select(one, {
    ...naming,
    label: naming.label ?? one.placeholder?.text ?? "Select an option",
    chosen: current(context, block, one).selected_option,
    onChange: (option) => {
      store(context, block, one, { selected_option: option });
      if (naming.dispatches) press(context, block, one, { selected_option: option });
    },
  });
  node.dataset.blockId = block.block_id ?? "";
  if (naming.invalid) node.setAttribute("aria-invalid", "true");
  if (one.focus_on_load) node.dataset.focusOnLoad = "true";
  return pressable(context, block, one, node);
}

function choices(kind) {
  return (context, block, one, naming) => {
    const many = kind === "checkbox";
    const name = unique(kind);
    const group = el("div", { class: "choices", role: many ? "group" : "radiogroup", "aria-labelledby": naming.labelledby, "aria-label": naming.labelledby ? null : (naming.label ?? null), "aria-describedby": naming.describedby, "aria-invalid": many ? null : invalid(naming), data: ids(block, one) });
    const picked = () => {
      const now = current(context, block, one);
      return many ? (now.selected_options ?? []) : [now.selected_option].filter(Boolean);
    };
    for (const option of one.options) {
      const input = el("input", { type: kind, name, value: option.value, checked: picked().some((chosen) => chosen.value === option.value) });
      input.addEventListener("change", () => {
        const value = many
          ? { selected_options: one.options.filter((o) => (o.value === option.value ? input.checked : picked().some((p) => p.value === o.value))) }
          : { selected_option: option };
        store(context, block, one, value);
        if (naming.dispatches) press(context, block, one, value);
      });
      group.append(el("label", { class: "choice" }, input, el("span", { class: "option-words" }, el("span", {}, textObject(option.text)), option.description ? el("span", { class: "menu-description" }, textObject(option.description)) : null)));
    }
    return pressable(context, block, one, group);
  };
}

function plainTextInput(context, block, one, naming) {
  const multiline = Boolean(one.multiline);
  const node = el(multiline ? "textarea" : "input", {
    class: "field", type: multiline ? null : "text", rows: multiline ? 3 : null, placeholder: one.placeholder?.text ?? null, autocomplete: "off",
    "aria-labelledby": naming.labelledby, "aria-label": naming.labelledby ? null : (naming.label ?? null), "aria-describedby": naming.describedby, "aria-invalid": invalid(naming),
    "aria-required": naming.required ? "true" : null, data: ids(block, one),
  });
  node.value = current(context, block, one).value ?? "";
  if (one.focus_on_load) node.dataset.focusOnLoad = "true";
  const counter = el("span", { class: "counter", "aria-hidden": "true" });
  const count = () => {
    const left = (one.max_length ?? Infinity) - node.value.length;
    counter.textContent = left <= Math.max(20, (one.max_length ?? 0) * 0.1) ? String(left) : "";
    counter.classList.toggle("is-over", left < 0);
  };
  const triggers = one.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const dispatch = () => press(context, block, one, { value: node.value || null });
  let timer = null;
  node.addEventListener("input", () => {
    store(context, block, one, { value: node.value || null });
    count();
    if (!naming.dispatches || !triggers.includes("on_character_entered")) return;
    clearTimeout(timer);
    timer = setTimeout(dispatch, 300);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || (multiline && event.shiftKey)) return;
    if (naming.dispatches && triggers.includes("on_enter_pressed")) {
      event.preventDefault();
      event.stopPropagation();
      dispatch();
    }
  });
  count();
  return pressable(context, block, one, el("span", { class: "field-box" }, node, counter));
}

const ELEMENTS = {
  button, overflow, static_select: staticSelect, radio_buttons: choices("radio"), checkboxes: choices("checkbox"),
  plain_text_input: plainTextInput, image: (_context, _block, one) => picture(one, "thumbnail"),
};
