// Each tick filters at once: the same address is fetched that the form would ask for, and the results' part of it takes the place of
// the older one. The address bar, the Back button, the keyboard's place and open groups stay right. If anything fails, the page is loaded.

const WIDE = matchMedia("(min-width: 60em)");
let asking;

const region = () => document.querySelector("[data-results]");

function addressOf(form) {
  const values = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...values]) {
    if (!value || (name === "sort" && value === "best")) values.delete(name, value);
  }
  const query = values.toString();
  return form.action + (query ? `?${query}` : "");
}

// What JavaScript makes needless or different.
function dress() {
  const place = region();
  for (const button of place.querySelectorAll("[data-sort-button]")) button.hidden = true;
  for (const button of place.querySelectorAll("[data-apply]")) button.textContent = button.dataset.words;
  const filters = place.querySelector(".filters");
  // Browsers that cannot show a closed part where there is room get it opened.
  if (filters && WIDE.matches && !CSS.supports("selector(::details-content)")) filters.open = true;
}

function remembered() {
  const open = Object.fromEntries([...region().querySelectorAll("details[id]")].map((part) => [part.id, part.open]));
  const active = document.activeElement;
  const focused = region().contains(active) ? active : null;
  return { open, focused: focused?.id, top: focused?.getBoundingClientRect().top, had: Boolean(focused) };
}

function restore({ open, focused, top, had }) {
  for (const [id, state] of Object.entries(open)) {
    const part = document.getElementById(id);
    if (part) part.open = state;
  }
  const again = focused && document.getElementById(focused);
  if (again) {
    again.focus({ preventScroll: true });
    scrollBy(0, again.getBoundingClientRect().top - top);
  } else if (had) {
    document.getElementById("results")?.focus({ preventScroll: true });
  }
}

function say() {
  const words = region().querySelector("[data-sentence], .find__note-title")?.textContent ?? "";
  document.querySelector("[data-results-status]").textContent = words.trim();
}

function replace(page) {
  const fresh = page.querySelector("[data-results]");
  if (!fresh) throw new Error("no results in the answer");
  const before = remembered();
  region().replaceChildren(...fresh.childNodes);
  document.title = page.title;
  keepInBox(page);
  dress();
  restore(before);
  say();
  document.dispatchEvent(new CustomEvent("results:replaced"));
}

// The search box carries the filters along when the words change.
function keepInBox(page) {
  const box = document.querySelector(".find-change form");
  if (!box) return;
  for (const field of box.querySelectorAll('input[type="hidden"]')) field.remove();
  box.prepend(...page.querySelectorAll('.find-change form input[type="hidden"]'));
}

async function load(address, remember) {
  asking?.abort();
  asking = new AbortController();
  document.getElementById("results")?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: asking.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // The answer's own address: that of a search about danger has no words and no need in it.
    if (remember) history.pushState({ results: true }, "", answer.url || address);
    replace(page);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

function toResults(event) {
  event.preventDefault();
  document.querySelector(".filters").open = false;
  const results = document.getElementById("results");
  results.focus({ preventScroll: true });
  results.scrollIntoView({ block: "start" });
}

export function startFilters() {
  if (!region()) return;
  dress();
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-filters]")) load(addressOf(form), true);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-filters]")) toResults(event);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-instead]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    load(link.href, true);
  });
  history.replaceState({ results: true }, "");
  addEventListener("popstate", (event) => {
    if (event.state?.results) load(location.href, false);
  });
}
