// At phone width the side bar is a drawer, and panes cover the channel.

/** Whether the page is as narrow as a phone. */
export const phone = window.matchMedia("(max-width: 767px)");

export function showDrawer() {
  document.getElementById("app").classList.add("drawer-open");
  settle();
  document.querySelector("#sidebar [aria-current], #sidebar button")?.focus();
}

export function hideDrawer() {
  const app = document.getElementById("app");
  if (!app.classList.contains("drawer-open")) return;
  app.classList.remove("drawer-open");
  settle();
  document.getElementById("open-drawer")?.focus();
}

/** What is covered or slid away can be neither reached by Tab nor heard. */
export function settle() {
  const app = document.getElementById("app");
  const drawer = phone.matches && app.classList.contains("drawer-open");
  const covered = phone.matches && ["thread", "pane"].some((id) => !document.getElementById(id).hidden);
  document.getElementById("sidebar").inert = phone.matches && !drawer;
  document.getElementById("main").inert = drawer || covered;
  document.getElementById("scrim").hidden = !drawer;
}

/** Follows the width of the page; Escape and a tap outside close the drawer. */
export function watchDrawer() {
  phone.addEventListener("change", () => {
    document.getElementById("app").classList.remove("drawer-open");
    settle();
  });
  document.getElementById("scrim").addEventListener("click", hideDrawer);
  settle();
}
