// Each box of the sheet is stored while somebody types: 600 ms after the last key, and at most 1.5 s after the first.
// What could not be stored is tried again, and stays on the page until it is.
import { element } from "./element.js";

const PAUSE_MS = 600;
const LONGEST_MS = 1500;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;

let number = 0;

class Saver {
  constructor(screen, announce) {
    this.screen = screen;
    this.words = screen.querySelector("[data-call-saving]").dataset;
    this.shown = screen.querySelector("[data-call-saving] [data-shown]");
    this.voice = screen.querySelector("[data-call-saving] [role=status]");
    this.signIn = screen.querySelector("[data-call-sign-in]");
    this.announce = announce;
    this.boxes = [...screen.querySelectorAll("[data-box]")].map((input) => new Box(input, this));
    this.state = "";
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
    addEventListener("beforeunload", (event) => this.boxes.some((box) => box.isStuck) && event.preventDefault());
    addEventListener("online", () => this.saveAll());
    const sheet = screen.querySelector("[data-call-sheet]");
    sheet.addEventListener("submit", (event) => {
      // A form that leads to the next page is sent as it is: its page stores what it gets.
      if ("goesOn" in sheet.dataset) return;
      event.preventDefault();
      this.saveAll();
      if (!this.boxes.some((box) => box.isDirty)) this.say("saved");
    });
  }

  box(name) {
    return this.boxes.find((box) => box.name === name);
  }

  // Screen readers hear what went wrong, and that it is right again; not every "Saving".
  say(state) {
    const spoken = state === "failed" || state === "out" || (state === "saved" && ["failed", "out"].includes(this.state));
    this.shown.textContent = this.words[state];
    this.shown.dataset.state = state;
    if (spoken && state !== this.state) this.voice.textContent = this.words[state];
    this.signIn.hidden = state !== "out";
    this.state = state;
  }

  get isBusy() {
    return this.boxes.some((box) => box.isDirty || box.isSending);
  }

  settled() {
    if (!this.isBusy) this.say("saved");
  }

  saveAll() {
    for (const box of this.boxes) if (box.isDirty) box.save();
  }

  // The page is hidden or closed: everything goes now, and the browser sends it on when the page is gone.
  leave() {
    for (const box of this.boxes) if (box.isDirty) box.save({ keepalive: true });
  }

  async newToken() {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("input[name=csrf_token]")?.value;
    for (const field of document.querySelectorAll("input[name=csrf_token]")) if (token) field.value = token;
    return Boolean(token);
  }

  otherHandler(name) {
    const place = this.screen.querySelector("[data-call-handler]");
    if (!place) return;
    const words = this.words.handler.replace("{name}", name);
    if (place.textContent === words) return;
    place.textContent = words;
    place.hidden = false;
    this.announce(words);
  }
}

class Box {
  constructor(input, saver) {
    this.input = input;
    this.saver = saver;
    this.name = input.dataset.box;
    this.revision = input.dataset.revision ?? "0";
    this.tab = saver.screen.dataset.tab;
    this.last = input.value;
    this.wait = FIRST_WAIT_MS;
    this.isSending = false;
    this.isStuck = false;
    input.addEventListener("input", () => this.typed());
    input.addEventListener("change", () => this.isDirty && this.save());
  }

  get isDirty() {
    return this.input.value !== this.last;
  }

  typed() {
    if (!this.isDirty) {
      this.saver.settled();
      return;
    }
    if (!this.isStuck) this.saver.say("saving");
    this.since ??= Date.now();
    clearTimeout(this.timer);
    const left = Math.max(0, LONGEST_MS - (Date.now() - this.since));
    this.timer = setTimeout(() => this.save(), Math.min(PAUSE_MS, left));
  }

  async save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (!this.isDirty || (this.isSending && !keepalive)) return;
    const text = this.input.value;
    this.since = undefined;
    this.isSending = true;
    if (!this.isStuck) this.saver.say("saving");
    const form = this.saver.screen.querySelector("[data-call-sheet]");
    number += 1;
    form.elements.number.value = number + 1;
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, name: this.name, text, revision: this.revision, tab: this.tab, number });
    const address = form.dataset.field;
    let answer = null;
    try {
      answer = await fetch(address, { method: "POST", body, keepalive, redirect: "manual" });
    } catch {
      // No network, or the page is going: it is tried again below.
    }
    this.isSending = false;
    if (answer?.ok) this.stored(text, await answer.json());
    else await this.failed(answer);
  }

  stored(text, told) {
    this.last = text;
    this.wait = FIRST_WAIT_MS;
    this.isStuck = false;
    this.revision = String(told.revision);
    this.keepForm();
    if (told.handler) this.saver.otherHandler(told.handler);
    this.tellProblem(told.problem);
    if (told.danger) this.saver.screen.querySelector("[data-call-may-be-danger]")?.removeAttribute("hidden");
    if (told.beside) this.beside(told);
    if (this.isDirty) this.typed();
    this.saver.settled();
  }

  // What is wrong with a text that was stored all the same: said once somebody has left the box.
  tellProblem(problem) {
    let place = document.getElementById(`problem-${this.name}`);
    if (!problem || document.activeElement === this.input) {
      if (place) place.textContent = "";
      return;
    }
    if (!place) {
      place = element("p", "govuk-error-message");
      place.id = `problem-${this.name}`;
      place.setAttribute("role", "alert");
      this.input.before(place);
    }
    place.textContent = problem;
  }

  // The form without JavaScript would send only what has changed since.
  keepForm() {
    const revision = document.getElementById(`${this.name}-revision`);
    if (revision) revision.value = this.revision;
  }

  async failed(answer) {
    this.isStuck = true;
    if (answer?.status === 422) {
      this.saver.say("long");
      return;
    }
    const isSignedOut = answer !== null && (answer.status === 403 || answer.type === "opaqueredirect");
    this.saver.say(isSignedOut ? "out" : "failed");
    if (answer?.status === 400) await this.saver.newToken().catch(() => false);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), this.wait);
    this.wait = Math.min(LONGEST_WAIT_MS, this.wait * 2);
  }

  // Somebody else wrote here: their text is shown, and one of the two is chosen. Until then both are kept.
  beside(told) {
    if (!this.input.matches("textarea, input[type=text]:not(#where), input[type=email], input[type=tel]")) {
      this.afresh(told.revision);
      return;
    }
    const { words } = this.saver;
    let box = document.getElementById(`beside-${this.name}`);
    if (!box) {
      box = element("div", "call-beside");
      box.id = `beside-${this.name}`;
      this.input.after(box);
      this.saver.announce(words.beside);
    }
    const theirs = element("blockquote", "call-beside__text", told.other);
    const use = element("button", "govuk-button govuk-button--secondary", words.useTheirs);
    const keep = element("button", "govuk-button govuk-button--secondary", words.keepMine);
    for (const button of [use, keep]) button.type = "button";
    use.addEventListener("click", () => {
      this.input.value = told.other;
      this.last = told.other;
      this.choose(box, told.revision);
    });
    keep.addEventListener("click", () => {
      this.last = null;
      this.choose(box, told.revision);
      this.save();
    });
    box.replaceChildren(element("p", "govuk-body", words.beside), theirs, use, " ", keep);
  }

  choose(box, revision) {
    this.afresh(revision);
    box.remove();
    this.input.focus();
  }

  // From now on this page writes on from the text that it has seen.
  afresh(revision) {
    this.tab = crypto.randomUUID?.() ?? `${this.saver.screen.dataset.tab.slice(0, 20)}-${Date.now()}`;
    this.revision = String(revision);
  }
}

export function startSaving(screen, announce) {
  return new Saver(screen, announce);
}
