// "Copy the address": <button data-copy="text" data-copied="what is said" hidden>. Shown only where the browser can.
import { announce } from "./announce.js";

export function startCopy() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      announce(button.dataset.copied);
    });
  }
}
