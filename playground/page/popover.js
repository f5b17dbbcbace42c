// Floating lists: placed beside their anchor, closed by Escape, by a click elsewhere, or by a choice.

/** Opens `panel` beside `anchor`, in the top layer. `onClose` is called once. Returns the function that closes it. */
export function openPopover(anchor, panel, { align = "start", onClose = () => {} } = {}) {
  (anchor.closest("dialog") ?? document.body).append(panel);
  panel.popover = "auto";
  panel.classList.add("popover");
  anchor.setAttribute("aria-expanded", "true");
  panel.showPopover();
  place(anchor, panel, align);
  let open = true;
  function close() {
    if (!open) return;
    open = false;
    anchor.setAttribute("aria-expanded", "false");
    window.removeEventListener("resize", close);
    onClose();
    if (panel.matches(":popover-open")) panel.hidePopover();
    panel.remove();
  }
  panel.addEventListener("beforetoggle", (event) => event.newState === "closed" && close());
  window.addEventListener("resize", close);
  return close;
}

function place(anchor, panel, align) {
  const gap = 4;
  const margin = 8;
  const from = anchor.getBoundingClientRect();
  panel.style.setProperty("--anchor-width", `${from.width}px`);
  const size = panel.getBoundingClientRect();
  const below = window.innerHeight - from.bottom - gap - margin;
  const above = from.top - gap - margin;
  const under = size.height <= below || below >= above;
  const left = align === "end" ? from.right - size.width : from.left;
  panel.style.setProperty("--room", `${Math.max(under ? below : above, 120)}px`);
  const height = Math.min(size.height, under ? below : above);
  panel.style.setProperty("--left", `${Math.max(margin, Math.min(left, window.innerWidth - size.width - margin))}px`);
  panel.style.setProperty("--top", `${under ? from.bottom + gap : from.top - gap - height}px`);
}

/** Makes a click on `anchor` open by `open()` (which returns a close function), and close again. */
export function toggles(anchor, open) {
  let close = null;
  let wasOpen = false;
  anchor.setAttribute("aria-expanded", "false");
  anchor.addEventListener("pointerdown", () => (wasOpen = anchor.getAttribute("aria-expanded") === "true"));
  anchor.addEventListener("click", () => {
    if (wasOpen || anchor.getAttribute("aria-expanded") === "true") close?.();
    else if (anchor.getAttribute("aria-disabled") !== "true") close = open();
    wasOpen = false;
  });
}

/** The index that an arrow, Home, End or a typed letter leads to, or null for any other key. */
export function moved(event, index, labels, typed) {
  const top = labels.length - 1;
  if (event.key === "ArrowDown") return index >= top ? 0 : index + 1;
  if (event.key === "ArrowUp") return index <= 0 ? top : index - 1;
  if (event.key === "Home") return 0;
  if (event.key === "End") return top;
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return null;
  const stamp = event.timeStamp;
  typed.text = stamp - (typed.at ?? 0) > 700 ? event.key : typed.text + event.key;
  typed.at = stamp;
  const sought = typed.text.toLowerCase();
  const start = typed.text.length > 1 ? index : index + 1;
  for (let step = 0; step < labels.length; step += 1) {
    const at = (Math.max(start, 0) + step) % labels.length;
    if (labels[at].trim().toLowerCase().startsWith(sought)) return at;
  }
  return null;
}
