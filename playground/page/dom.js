// Builds and patches DOM nodes. Text goes in as text nodes only: nothing here reads markup from a string.

const SVG = "http://www.w3.org/2000/svg";

/** One element: `class`, `text`, `data` {…}, `on` {event: fn}; every other key is an attribute (null and false are left out). */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") node.className = value;
    else if (key === "text") node.textContent = value;
    else if (key === "data") Object.assign(node.dataset, value);
    else if (key === "on") for (const [name, fn] of Object.entries(value)) node.addEventListener(name, fn);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(node, child);
    else node.append(child);
  }
}

/** One SVG drawing on a 24 by 24 field, from shapes [tag, {attributes}]. */
export function svg(shapes, className) {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("viewBox", "0 0 24 24");
  root.setAttribute("aria-hidden", "true");
  root.setAttribute("class", className);
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    root.append(shape);
  }
  return root;
}

/** Makes `parent` hold exactly `nodes`, moving only what is out of place, so that focus and scrolling survive. */
export function reconcile(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

let last = 0;
/** A page-wide unique id, for labels. */
export const unique = (prefix) => `${prefix}-${(last += 1)}`;

const LINES = {
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  back: "M14 5l-7 7 7 7M7 12h13",
  down: "M7 10l5 5 5-5",
  send: "M4 12h13M12 6l6 6-6 6",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  book: "M4 5.5c3-1 6-.5 8 1 2-1.5 5-2 8-1V19c-3-1-6-.5-8 1-2-1.5-5-2-8-1zM12 6.5V20",
  wire: "M3 12h4l3-7 4 14 3-7h4",
  plus: "M12 5v14M5 12h14",
  eye: "M3 12c2.5-4 5.5-6 9-6s6.5 2 9 6c-2.5 4-5.5 6-9 6s-6.5-2-9-6zM12 9.5a2.5 2.5 0 1 0 .01 0",
  reply: "M5 5h14v10H11l-4 4v-4H5z",
  hash: "M9.5 4L8 20M16 4l-1.5 16M4.5 9.2h15.5M4 14.8h15.5",
  lock: "M6.5 11h11v8.5h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  shared: "M7 8h10M13 4l4 4-4 4M17 16H7M11 12l-4 4 4 4",
  arrow: "M12 5v14M6 13l6 6 6-6",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  warn: "M12 4L2.5 20h19zM12 10v4.5M12 17.3v.01",
  file: "M5 5h14v14H5zM5 16l4-4 3 3 3-4 4 5",
};

/** A line icon in the text's colour. */
export function icon(name) {
  return svg(
    [["path", { d: LINES[name], fill: "none", stroke: "currentColor", "stroke-width": name === "more" ? 3 : 1.8, "stroke-linecap": "round", "stroke-linejoin": "round" }]],
    "icon",
  );
}

/** A button that shows an icon only; `label` is its name for everybody else. */
export function iconButton(name, label, onClick, props = {}) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, ...props, on: { click: onClick } }, icon(name));
}
