// A page that the browser kept in memory is asked for again, so that what was cleared stays cleared when somebody goes Back.
export function startFreshPages() {
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
