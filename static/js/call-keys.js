// Shortcuts of the call screen: Escape leaves a text field, then one key acts. They can be turned off, and each has a button or a link.

const STORED = "signpost-call-keys";
const NO_TEXT = new Set(["checkbox", "radio", "button", "submit"]);

function takesText(target) {
  return target.matches("textarea, select, [contenteditable]") || (target.matches("input") && !NO_TEXT.has(target.type));
}

function stored() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

class Keys {
  constructor(screen, search) {
    this.screen = screen;
    this.search = search;
    this.help = screen.querySelector("[data-call-shortcuts]");
    this.switch = screen.querySelector("[data-call-keys]");
    this.switch.checked = stored();
    this.help.hidden = false;
    this.switch.addEventListener("change", () => this.keep());
    this.acts = {
      s: () => screen.querySelector("#q").select(),
      a: () => screen.querySelector("#where").select(),
      c: () => screen.querySelector("#matters").focus(),
      l: () => screen.querySelector("#language").focus(),
      n: () => this.move(1),
      u: () => this.move(-1),
      t: () => this.tick(this.here),
      v: () => this.here >= 0 && this.search.item(this.here).querySelector("summary").click(),
      d: () => this.open("[data-call-danger]"),
      "?": () => this.open("[data-call-shortcuts]"),
    };
    document.addEventListener("keydown", (event) => this.key(event));
  }

  keep() {
    try {
      localStorage.setItem(STORED, this.switch.checked ? "on" : "off");
    } catch {
      // It holds for this page alone.
    }
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (event.key === "Escape") {
      this.leave(event);
      return;
    }
    if (takesText(event.target)) return;
    if (!this.switch.checked) return;
    if (/^[1-9]$/.test(event.key)) {
      event.preventDefault();
      this.tick(Number(event.key) - 1);
      return;
    }
    const key = event.key.toLowerCase();
    const place = /^[a-z?]$/.test(key) && (this.acts[key] ?? this.pressed(key));
    if (!place) return;
    event.preventDefault();
    place();
  }

  // A search field would be emptied by Escape. A panel that a key has opened closes when the focus is in it.
  leave(event) {
    const panel = document.activeElement.closest("[data-call-danger], [data-call-shortcuts]");
    if (!panel && !takesText(event.target)) return;
    event.preventDefault();
    if (panel) panel.open = false;
    this.screen.focus();
  }

  // A filter, or a link to the page that goes on from here.
  pressed(key) {
    const target = this.screen.querySelector(`[data-key="${key}"]`);
    return target && (() => target.click());
  }

  get here() {
    return this.search.items.indexOf(document.activeElement.closest("[data-result]"));
  }

  move(step) {
    const last = this.search.items.length - 1;
    const from = this.here < 0 && step < 0 ? 1 : this.here;
    this.search.item(Math.max(0, Math.min(last, from + step)))?.focus();
  }

  tick(index) {
    this.search.item(index)?.querySelector("[data-tick] button").click();
  }

  open(name) {
    const panel = this.screen.querySelector(name);
    panel.open = true;
    panel.scrollIntoView({ block: "nearest" });
    panel.querySelector("summary").focus();
  }
}

export function startKeys(screen, search) {
  return new Keys(screen, search);
}

// On a page after the call screen that has no form, one key follows a link to the call or to its end.
export function startLinkKeys(page) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented || takesText(event.target)) return;
    const key = event.key.toLowerCase();
    const link = stored() && /^[a-z]$/.test(key) && page.querySelector(`[data-key="${key}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
}
