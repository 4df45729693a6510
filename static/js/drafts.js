// Keeps what somebody types in a long form, so that a closed browser or the end of a session loses nothing.
// <form data-draft="address">, and in it <p data-draft-said data-kept data-failed>. Without JavaScript "Show me first" keeps it.
const WAIT_MS = 1500;
const AGAIN_MS = 10000;

class Draft {
  constructor(form) {
    this.form = form;
    this.said = form.querySelector("[data-draft-said]");
    this.isDirty = false;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("submit", () => this.stop());
    addEventListener("pagehide", () => this.save({ keepalive: true }));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.save({ keepalive: true }));
  }

  typed() {
    this.isDirty = true;
    this.later(WAIT_MS);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  stop() {
    this.isDirty = false;
    clearTimeout(this.timer);
  }

  async save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (!this.isDirty) return;
    this.isDirty = false;
    let answer = null;
    try {
      const body = new URLSearchParams(new FormData(this.form));
      answer = await fetch(this.form.dataset.draft, { method: "POST", body, keepalive, redirect: "manual" });
    } catch {
      // No network: it is tried again below.
    }
    this.told(Boolean(answer?.ok));
  }

  told(isKept) {
    const words = isKept ? this.said.dataset.kept : this.said.dataset.failed;
    if (this.said.textContent !== words) this.said.textContent = words;
    if (isKept) return;
    this.isDirty = true;
    this.later(AGAIN_MS);
  }
}

export function startDrafts() {
  for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form);
}
