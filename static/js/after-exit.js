// After "Exit this page": Back leads on to the harmless site, and a typed address back to our pages.
const { away, again } = document.currentScript.dataset;

function decide() {
  const [navigation] = performance.getEntriesByType("navigation");
  const byBack = !navigation || navigation.type === "back_forward";
  const here = new URLSearchParams({ to: location.pathname });
  location.replace(byBack ? away : `${again}?${here}`);
}

decide();
// A page that the browser kept in memory is shown by Back as well.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.replace(away);
});
