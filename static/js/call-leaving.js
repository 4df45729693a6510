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

  screen.querySelector(".call-actions").addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !isBusy()) return;
    event.preventDefault();
    await stored();
    location.assign(link.href);
  });
  screen.querySelector("[data-call-danger] form").addEventListener("submit", async (event) => {
    if (!isBusy()) return;
    event.preventDefault();
    await stored();
    event.target.submit();
  });
}
