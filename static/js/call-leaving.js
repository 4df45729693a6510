// Pages that go on from the call read the sheet and the ticks, so what is still on its way is stored before they open.

const LOOK_MS = 50;
const LONGEST_MS = 3000;

function pause(ms) {
  return new Promise((resume) => setTimeout(resume, ms));
}

export function startLeaving(screen, saving, search) {
  const isBusy = () => saving.isBusy || search.isTicking;

  async function stored() {
    saving.saveAll();
    for (let waited = 0; isBusy() && waited < LONGEST_MS; waited += LOOK_MS) await pause(LOOK_MS);
  }

  async function leave(event) {
    const link = event.target.closest("a[href]");
    if (!link || link.href.startsWith("tel:") || event.ctrlKey || event.metaKey || event.shiftKey || !isBusy()) return;
    event.preventDefault();
    await stored();
    location.assign(link.href);
  }

  for (const part of screen.querySelectorAll(".call-actions, [data-call-danger]")) part.addEventListener("click", leave);
}
