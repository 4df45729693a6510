// Says what just happened: read out to people who listen to the page, shown for a moment to those who look at it.

const SHOWN_MS = 4000;
let timer;

export function announce(words) {
  const place = document.querySelector("[data-status]");
  if (!place) return;
  place.textContent = words;
  place.classList.add("status--shown");
  clearTimeout(timer);
  timer = setTimeout(() => place.classList.remove("status--shown"), SHOWN_MS);
}
