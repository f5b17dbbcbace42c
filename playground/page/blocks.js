// Block Kit's layout blocks as DOM nodes. https://docs.slack.dev/reference/block-kit/blocks

import { el, icon, unique } from "./dom.js";
import { element } from "./elements.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { picture } from "./picture.js";
import { markdown, richText, table } from "./richtext.js";
import { unknown } from "./unknown.js";

/** All blocks of a message or view. `context`: {container, blocks, held, errors}. */
export function renderBlocks(context) {
  return context.blocks.map((block) => {
    const make = Object.hasOwn(BLOCKS, block?.type ?? "") ? BLOCKS[block.type] : null;
    let node;
    try {
      node = make ? make(context, block) : unknown(block?.type, "block");
    } catch (error) {
      node = unknown(`${block.type}: ${error.message}`, "block");
    }
    const wrapper = el("div", { class: `block block-${make ? block.type : "unknown"}`, data: { blockType: String(block?.type) } }, node);
    if (block?.block_id) wrapper.dataset.block = block.block_id;
    return wrapper;
  });
}

/** A short name for what stands in a text object, for controls beside it. */
const summary = (object) => (object?.text ?? "").replace(/<[^|>]*\|([^>]*)>|<[^>]*>|[*_~`]|:[a-z0-9_+-]+:/gu, "$1").split("\n")[0].trim().slice(0, 80);

function section(context, block) {
  const fields = block.fields?.length ? el("div", { class: "fields" }, block.fields.map((field) => el("div", { class: "field-cell" }, textObject(field)))) : null;
  const words = el("div", { class: "section-words" }, block.text ? el("div", { class: "text" }, textObject(block.text)) : null, fields);
  if (!block.accessory) return words;
  const name = summary(block.text);
  const aside = element(context, block, block.accessory, block.accessory.type === "button" ? {} : { label: name || null });
  return el("div", { class: `section with-accessory accessory-${block.accessory.type}` }, words, el("div", { class: "accessory" }, aside));
}

function context_(context, block) {
  const parts = block.elements.map((one) => {
    if (one.type === "image") return picture(one, "context-image");
    if (one.type === "mrkdwn") return el("span", { class: "context-text" }, mrkdwn(one.text, { verbatim: one.verbatim }));
    if (one.type === "plain_text") return el("span", { class: "context-text" }, textObject(one));
    return unknown(one.type, "element");
  });
  return el("div", { class: "context" }, parts);
}

function input(context, block) {
  const label = el("div", { class: "label", id: unique("label") }, textObject(block.label), block.optional ? el("span", { class: "optional", text: " (optional)" }) : null);
  const hint = block.hint ? el("div", { class: "hint", id: unique("hint") }, textObject(block.hint)) : null;
  const words = context.errors?.[block.block_id];
  const error = words ? el("div", { class: "error", id: unique("error"), role: "alert" }, icon("warn"), words) : null;
  const describedby = [error?.id, hint?.id].filter(Boolean).join(" ") || null;
  const control = element(context, block, block.element, {
    labelledby: label.id, describedby, dispatches: Boolean(block.dispatch_action), invalid: Boolean(words), required: !block.optional, label: block.label?.text,
  });
  return el("div", { class: words ? "input has-error" : "input" }, label, control, error, hint);
}

function image(_context, block) {
  const title = block.title ? el("figcaption", { class: "image-title" }, textObject(block.title)) : null;
  return el("figure", { class: "figure" }, title, picture(block, "picture"));
}

const BLOCKS = {
  header: (_context, block) => el("h3", { class: "header" }, textObject(block.text)),
  section,
  context: context_,
  divider: () => el("hr", { class: "divider" }),
  actions: (context, block) => el("div", { class: "actions" }, block.elements.map((one) => element(context, block, one))),
  input,
  image,
  rich_text: (_context, block) => el("div", { class: "text" }, richText(block.elements)),
  table: (_context, block) => table(block),
  markdown: (_context, block) => el("div", { class: "text" }, markdown(block.text)),
};
