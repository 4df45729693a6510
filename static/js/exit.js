// Exit this page: the page goes blank at once, then the site's own address clears the session and leads somewhere harmless.
// replace() takes this page out of the browser's Back list; three presses of Shift do the same as the button.

const PRESSES = 3;
const WITHIN_MS = 5000;

function leave(link) {
  document.documentElement.classList.add("left-this-page");
  document.title = "\u00a0";
  // The site then knows that it can ask the browser whether Back led to a page.
  window.location.replace(`${link.href}/at-once`);
}

export function startExit() {
  const link = document.querySelector("[data-exit]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link);
  });

  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    presses = [...presses, event.timeStamp].slice(-PRESSES);
    if (presses.length === PRESSES && event.timeStamp - presses[0] < WITHIN_MS) leave(link);
  });
}
