// Suggestions while typing: an ARIA 1.2 combobox with a list box. Each leads straight to its page; Enter without a choice searches.
// Without JavaScript, or while the network is slow, the box is a plain search form and nothing is missing.
import { element } from "./element.js";

const WAIT_MS = 120;
const LEAST = 2;
let number = 0;

function option(row, id) {
  const item = element("li", "suggestions__item");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.href = row.href;
  item.append(element("span", "suggestions__text", row.text), " ", element("span", "suggestions__kind", row.kind));
  return item;
}

class Suggestions {
  constructor(form, input) {
    this.form = form;
    this.input = input;
    this.list = element("ul", "suggestions");
    this.list.id = `suggestions-${++number}`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset.suggestLabel);
    // How many there are is for those who listen; who looks at the page sees it.
    this.voice = element("span", "govuk-visually-hidden");
    this.voice.setAttribute("role", "status");
    input.after(this.list, this.voice);
    // A search field may not be a combobox; a text field may.
    input.type = "text";
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false", "aria-haspopup": "listbox" };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // The press comes before the blur, so the list is still there to be chosen from.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    this.form.addEventListener("submit", () => this.stop());
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  stop() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.close();
  }

  // Words go in the body: in an address they could be logged on the way.
  question(typed) {
    return new URLSearchParams({ q: typed, where: this.form.elements.where?.value.trim() ?? "" });
  }

  async ask() {
    const typed = this.input.value.trim();
    this.asking?.abort();
    if (typed.length < LEAST) {
      this.close();
      return;
    }
    this.asking = new AbortController();
    try {
      const answer = await fetch(this.form.dataset.suggest, { method: "POST", body: this.question(typed), signal: this.asking.signal });
      if (answer.ok) this.show(await answer.json());
    } catch {
      // Given up for a newer question, or no network: the form still works.
    }
  }

  show(rows) {
    this.list.replaceChildren(...rows.map((row, index) => option(row, `${this.list.id}-${index}`)));
    this.input.removeAttribute("aria-activedescendant");
    if (document.activeElement !== this.input) {
      this.close();
      return;
    }
    if (!rows.length) {
      this.close();
      this.voice.textContent = this.form.dataset.suggestNone;
      return;
    }
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.voice.textContent = this.form.dataset.suggestCount.replace("{n}", rows.length);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  get open() {
    return !this.list.hidden;
  }

  get chosen() {
    return this.list.querySelector('[aria-selected="true"]');
  }

  // The place after the last is the field itself, so that what was typed can be reached again.
  move(step) {
    const all = [...this.list.children];
    const places = all.length + 1;
    const to = (all.indexOf(this.chosen) + 1 + step + places) % places;
    this.chosen?.setAttribute("aria-selected", "false");
    if (to === 0) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    const item = all[to - 1];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", item.id);
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.open) this.move(event.key === "ArrowDown" ? 1 : -1);
      else this.ask();
    } else if (event.key === "Escape" && this.open) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.open && this.chosen) {
      event.preventDefault();
      this.choose(this.chosen);
    } else if (event.key === "Tab") {
      this.stop();
    }
  }

  choose(item) {
    if (!item) return;
    this.stop();
    window.location.assign(item.dataset.href);
  }
}

export function startSuggesting() {
  for (const form of document.querySelectorAll("[data-suggest]")) {
    const input = form.querySelector('input[name="q"]');
    if (input) new Suggestions(form, input);
  }
}
