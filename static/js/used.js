// Tells the site that somebody pressed a number, an address or a link of a listing: a count, and nothing about the person.
const WHAT = { "tel:": "phone", "sms:": "phone", "mailto:": "email", "http:": "website", "https:": "website" };

function pressed(event) {
  const link = event.target.closest("a[href]");
  const place = link?.closest("[data-used]");
  const what = place && link.host !== location.host ? WHAT[link.protocol] : undefined;
  if (!what || !navigator.sendBeacon) return;
  const data = new FormData();
  data.set("what", what);
  navigator.sendBeacon(place.dataset.used, data);
}

export function startUsed() {
  document.addEventListener("click", pressed);
}
