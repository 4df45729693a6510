// Search as you type during a call. An older question is given up; its answer never comes after a newer one. Ticks need no new page.

const WAIT_MS = 150;
const AGAIN_MS = [500, 1500, 4000];

// A tick may be sent twice without harm, so a server that is busy is asked again.
async function sent(address, body) {
  for (const wait of [...AGAIN_MS, 0]) {
    const answer = await fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (answer?.ok || !wait || (answer && answer.status < 500)) return answer;
    await new Promise((resume) => setTimeout(resume, wait));
  }
  return null;
}

class CallSearch {
  constructor(screen, saving, announce) {
    this.screen = screen;
    this.waiting = 0;
    this.saving = saving;
    this.announce = announce;
    this.form = screen.querySelector("[data-call-search]");
    this.results = screen.querySelector("[data-call-results]");
    this.ticked = screen.querySelector("[data-call-ticked]");
    this.voice = screen.querySelector("[data-call-count]");
    this.trouble = screen.querySelector("[data-call-trouble]");
    this.filters = screen.querySelector('[data-box="filters"]');
    this.form.addEventListener("input", () => this.later());
    this.form.addEventListener("change", () => this.filtersChanged());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(1);
    });
    screen.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-page]");
      if (!link || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.ask(Number(link.dataset.page), true);
    });
    screen.addEventListener("submit", (event) => {
      const form = event.target.closest("[data-tick], [data-untick]");
      if (!form) return;
      event.preventDefault();
      // One after the other: the list of an older press must not come last.
      this.waiting += 1;
      const done = () => (this.waiting -= 1);
      this.ticking = (this.ticking ?? Promise.resolve()).then(() => this.tick(form)).then(done, done);
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(1), WAIT_MS);
  }

  filtersChanged() {
    const chosen = [...this.form.querySelectorAll("input[name=filter]:checked")].map((input) => input.value);
    const language = this.form.elements.language.value;
    this.filters.value = [...chosen, language].filter(Boolean).join("\n");
    this.saving.box("filters").save();
    this.ask(1);
  }

  async ask(page, move = false) {
    clearTimeout(this.timer);
    this.asking?.abort();
    const mine = new AbortController();
    this.asking = mine;
    const body = new URLSearchParams(new FormData(this.form));
    body.set("part", "1");
    body.set("page", page);
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, signal: mine.signal, redirect: "manual" });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      if (this.asking === mine) this.show(told.html, move);
    } catch {
      if (this.asking === mine && !mine.signal.aborted) this.fail();
    }
  }

  show(html, move) {
    this.trouble.hidden = true;
    this.results.classList.remove("call__results--old");
    this.results.innerHTML = html;
    this.voice.textContent = this.results.querySelector("[data-count]")?.textContent ?? "";
    if (move) this.item(0)?.focus();
  }

  // What stands there is older than the words; it must not look like the answer to them.
  fail() {
    this.results.classList.add("call__results--old");
    this.trouble.hidden = false;
    this.voice.textContent = this.trouble.textContent;
  }

  get isTicking() {
    return this.waiting > 0;
  }

  get items() {
    return [...this.results.querySelectorAll("[data-result]")];
  }

  item(index) {
    return this.items[index];
  }

  async tick(form) {
    const id = form.dataset.tick ?? form.dataset.untick;
    const button = form.querySelector("button");
    const isOn = "untick" in form.dataset || button.getAttribute("aria-pressed") === "true";
    const body = new URLSearchParams(new FormData(form));
    body.set("part", "1");
    const action = "untick" in form.dataset ? form.action : isOn ? form.dataset.untickAction : form.dataset.tickAction;
    const answer = await sent(action, body);
    if (!answer?.ok) {
      this.announce(this.screen.dataset.notTicked);
      return;
    }
    this.ticked.innerHTML = (await answer.json()).html;
    const name = button.querySelector(".govuk-visually-hidden").textContent;
    const row = this.results.querySelector(`[data-tick="${id}"]`);
    if (row) this.mark(row, !isOn);
    this.announce((isOn ? this.screen.dataset.wordsUnticked : this.screen.dataset.wordsTicked) + name);
    if ("untick" in form.dataset) this.ticked.focus();
  }

  mark(form, isOn) {
    const words = form.querySelector("[data-tick-words]");
    form.querySelector("button").setAttribute("aria-pressed", String(isOn));
    words.textContent = isOn ? words.dataset.on : words.dataset.off;
    form.action = isOn ? form.dataset.untickAction : form.dataset.tickAction;
  }
}

export function startSearching(screen, saving, announce) {
  return new CallSearch(screen, saving, announce);
}
