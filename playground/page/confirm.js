// Confirm dialogs of elements, and the native <dialog> they share with modals.

import { el, unique } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/** Asks before a press. Resolves to whether the person agreed. https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
export function confirmed(object) {
  return new Promise((resolve) => {
    const title = el("h2", { class: "confirm-title", id: unique("confirm") }, textObject(object.title));
    const text = el("div", { class: "confirm-text", id: unique("confirm") }, textObject(object.text));
    const deny = el("button", { type: "button", class: "button", on: { click: () => dialog.close("deny") } }, textObject(object.deny ?? { type: "plain_text", text: "Cancel" }));
    const agree = el(
      "button",
      { type: "button", class: object.style === "danger" ? "button danger" : "button primary", on: { click: () => dialog.close("confirm") } },
      textObject(object.confirm ?? { type: "plain_text", text: "OK" }),
    );
    const dialog = el("dialog", { class: "confirm", role: "alertdialog", "aria-labelledby": title.id, "aria-describedby": text.id }, title, text, el("div", { class: "dialog-foot" }, deny, agree));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "confirm");
    });
    document.body.append(dialog);
    dialog.showModal();
    (object.style === "danger" ? deny : agree).focus();
  });
}
