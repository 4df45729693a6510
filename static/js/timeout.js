// Some minutes before the session is forgotten: a warning, with one button that keeps it awake. The words are in the page.
import { element } from "./element.js";

const WARN_BEFORE_MINUTES = 5;
const MINUTE_MS = 60000;
const GRACE_MS = 30000;

export function startTimeout() {
  const place = document.querySelector("[data-timeout]");
  if (!place) return;
  const minutes = Number(place.dataset.minutes);
  const wait = Math.max(1, minutes - WARN_BEFORE_MINUTES) * MINUTE_MS;
  let timers = [];

  function begin() {
    timers.forEach(clearTimeout);
    timers = [setTimeout(warn, wait), setTimeout(over, minutes * MINUTE_MS + GRACE_MS)];
  }

  // Forgotten on the server: what is on the screen should go as well. Typed words cannot be sent any more.
  function over() {
    window.location.assign(place.dataset.over);
  }

  function warn() {
    const box = element("div", "timeout__soon");
    box.setAttribute("role", "alertdialog");
    box.setAttribute("aria-labelledby", "timeout-words");
    const words = element("p", "", place.dataset.words);
    words.id = "timeout-words";
    const button = element("button", "govuk-button", place.dataset.button);
    button.type = "button";
    button.addEventListener("click", async () => {
      const answer = await fetch(place.dataset.awake).catch(() => null);
      if (!answer?.ok) return;
      box.remove();
      begin();
    });
    box.append(words, button);
    place.append(box);
    button.focus();
  }

  begin();
}
