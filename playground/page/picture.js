// Images. The page loads nothing from elsewhere, so an outside address is shown as a link with its description.

import { el, icon } from "./dom.js";
import { link } from "./mrkdwn.js";

/** An image element or block as a node. */
export function picture(one, className) {
  const address = one.image_url ?? "";
  const near = address.startsWith("data:image/") || address.startsWith("/") || address.startsWith(`${window.location.origin}/`);
  if (near) return el("img", { class: className, src: address, alt: one.alt_text ?? "" });
  return el("span", { class: `${className} picture-away`, role: "img", "aria-label": one.alt_text ?? "Image", title: one.alt_text ?? null }, icon("file"), className === "thumbnail" ? null : link(address, one.alt_text || address));
}
