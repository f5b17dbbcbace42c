// What a person has typed and chosen in views and messages, kept across redraws.
// https://docs.slack.dev/reference/views#view-state

const drafts = new Map();

const keyOf = (container, block, element) => `${container}|${block.block_id}|${element.action_id}`;

const STARTS = {
  plain_text_input: (element) => ({ type: element.type, value: element.initial_value || null }),
  static_select: (element) => ({ type: element.type, selected_option: element.initial_option ?? null }),
  radio_buttons: (element) => ({ type: element.type, selected_option: element.initial_option ?? null }),
  checkboxes: (element) => ({ type: element.type, selected_options: element.initial_options ?? [] }),
};

export const isStateful = (element) => Object.hasOwn(STARTS, element?.type);

/** The state of one element: the person's own, or what the server holds, or its initial value. */
export function draft(container, block, element, held = null) {
  const own = drafts.get(keyOf(container, block, element));
  if (own?.type === element.type) return own;
  return held?.type === element.type ? held : STARTS[element.type](element);
}

export function keep(container, block, element, value) {
  drafts.set(keyOf(container, block, element), value);
}

/** A container is gone: so is what was typed in it. */
export function dropDrafts(container) {
  for (const key of [...drafts.keys()]) if (key.startsWith(`${container}|`)) drafts.delete(key);
}

/** The elements of a block that have a state. */
export function statefulElements(block) {
  const elements = block.type === "input" ? [block.element] : block.type === "actions" ? block.elements : block.type === "section" ? [block.accessory] : [];
  return elements.filter(isStateful);
}

/** `state.values` of a container: {block_id: {action_id: {type, value | selected_option}}}. */
export function collect(container, blocks, held = null) {
  const values = {};
  for (const block of blocks ?? []) {
    for (const element of statefulElements(block)) {
      values[block.block_id] ??= {};
      values[block.block_id][element.action_id] = draft(container, block, element, held?.[block.block_id]?.[element.action_id]);
    }
  }
  return values;
}
