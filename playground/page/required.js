// What Slack itself checks in a view before it asks the app.

import { statefulElements } from "./drafts.js";

/** {block_id: words} for every input that is empty though required, or too short, or too long. */
export function missing(blocks, values) {
  const errors = {};
  for (const block of blocks ?? []) {
    if (block.type !== "input") continue;
    for (const element of statefulElements(block)) {
      const words = complaint(block, element, values[block.block_id][element.action_id]);
      if (words) errors[block.block_id] = words;
    }
  }
  return errors;
}

function complaint(block, element, value) {
  const text = value.value ?? "";
  const given = text.trim() !== "" || value.selected_option || value.selected_options?.length;
  if (!given) return block.optional ? null : "Please complete this required field.";
  if (element.max_length && text.length > element.max_length) return `Please shorten this to ${element.max_length} characters or fewer.`;
  if (element.min_length && text.length < element.min_length) return `Please write at least ${element.min_length} characters.`;
  return null;
}
