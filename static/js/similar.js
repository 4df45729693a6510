// Shows while somebody types what there is already that seems to be the same. Without JavaScript the next page says it.
import { announce } from "./announce.js";

const WAIT_MS = 600;

class Similar {
  constructor(box) {
    this.box = box;
    this.form = box.closest("form");
    this.fields = JSON.parse(box.dataset.similarFields);
    this.said = "";
    for (const name of Object.values(this.fields)) {
      this.form.elements[name]?.addEventListener("input", () => this.later());
    }
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  body() {
    const data = new FormData();
    for (const [what, name] of Object.entries(this.fields)) data.set(what, this.form.elements[name]?.value ?? "");
    return data;
  }

  async ask() {
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const answer = await fetch(this.box.dataset.similar, { method: "POST", body: this.body(), signal: this.asking.signal });
      if (answer.ok) this.show(answer.status === 204 ? { html: "" } : await answer.json());
    } catch {
      // It is a help only: the form works without it.
    }
  }

  show(found) {
    if (found.html === this.said) return;
    this.said = found.html;
    // From our own template, in which everything typed is escaped.
    this.box.innerHTML = found.html;
    if (found.message) announce(found.message);
  }
}

export function startSimilar() {
  for (const box of document.querySelectorAll("[data-similar]")) {
    if (box.closest("form")) new Similar(box);
  }
}
