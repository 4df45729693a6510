// Counts the parts of a text message while it is typed, as frontdoor/sending/text_parts.py does when it is sent.
// <textarea data-text-parts="3" data-text-basic="…" data-text-extension="…">, and the words in <p data-text-size data-one data-many data-over>.
const SINGLE = 160;
const JOINED = 153;
const SINGLE_WIDE = 70;
const JOINED_WIDE = 67;
const WAIT_MS = 400;
const PLAIN = new Map([
  ...[..."‘’‚‛′"].map((sign) => [sign, "'"]),
  ...[..."“”„‟″"].map((sign) => [sign, '"']),
  ...[..."‐‑‒–—―−•"].map((sign) => [sign, "-"]),
  ...[..."\u00a0\u202f\u2009\t"].map((sign) => [sign, " "]),
  ["…", "..."],
  ["\r", ""],
]);

export function sizeOf(text, basic, extension, most) {
  const signs = [...[...text].map((sign) => PLAIN.get(sign) ?? sign).join("")];
  const wide = signs.some((sign) => !basic.includes(sign) && !extension.includes(sign));
  const units = signs.map((sign) => (wide ? sign.length : extension.includes(sign) ? 2 : 1));
  const total = units.reduce((sum, each) => sum + each, 0);
  const [single, joined] = wide ? [SINGLE_WIDE, JOINED_WIDE] : [SINGLE, JOINED];
  if (total <= single) return { parts: 1, left: single - total, over: 0 };
  let parts = 1;
  let used = 0;
  let over = 0;
  for (const each of units) {
    if (used + each > joined) {
      parts += 1;
      used = 0;
    }
    used += each;
    if (parts > most) over += each;
  }
  return { parts, left: joined - used, over };
}

function wordsFor(place, size) {
  const words = size.over ? place.dataset.over : size.parts === 1 ? place.dataset.one : place.dataset.many;
  return words.replace("{parts}", size.parts).replace("{left}", size.left).replace("{over}", size.over);
}

export function startTextParts() {
  const place = document.querySelector("[data-text-size]");
  for (const box of document.querySelectorAll("[data-text-parts]")) {
    const { textBasic, textExtension, textParts } = box.dataset;
    let timer;
    // Read out when somebody stops typing, not with each letter.
    place.setAttribute("aria-live", "polite");
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        place.textContent = wordsFor(place, sizeOf(box.value, textBasic, textExtension, Number(textParts)));
      }, WAIT_MS);
    });
  }
}
