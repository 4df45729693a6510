// The map beside a list or a listing. It only shows again what the page says already; nothing depends on it.
// <div data-map data-label="…" data-pins='[{"name", "lat", "lon", "number"?, "id"?, "about"?}]' data-towns='[{"name", "lat", "lon"}]'
//   data-here='{"name", "lat", "lon"}' data-you="You are here" data-tiles="address with {z}/{x}/{y} or empty" data-credit="…" hidden>
// Pins carry the numbers of the cards. A pin with an id leads to the card of that id. Pins that would overlap share one, which parts as
// the map comes closer; things in one building always share one.
import L from "leaflet";
import { element } from "./element.js";

const CLOSEST = 18;
const CLOSEST_WITHOUT_TILES = 14;
const APART = 44;
const MARGIN = [36, 36];
const CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;

// Groups of pins that lie within the size of a pin of each other at the present scale, each at the place of its first pin.
function groups(pins, map) {
  const found = [];
  for (const pin of pins) {
    const point = map.latLngToLayerPoint([pin.lat, pin.lon]);
    const near = found.find((group) => group.point.distanceTo(point) < APART);
    if (near) near.pins.push(pin);
    else found.push({ point, pins: [pin] });
  }
  return found.map((group) => group.pins);
}

function label(pins) {
  const numbers = pins.map((pin) => pin.number).filter(Boolean);
  return numbers.slice(0, 2).join(", ") + (numbers.length > 2 ? "…" : "");
}

const title = (pin) => (pin.number ? `${pin.number}. ${pin.name}` : pin.name);

function words(pins) {
  const list = element("ul", "pin-words");
  for (const pin of pins) {
    const name = element(pin.id ? "a" : "strong", "", title(pin));
    if (pin.id) name.href = `#card-${pin.id}`;
    const item = element("li");
    item.append(name);
    if (pin.about) item.append(element("span", "", pin.about));
    list.append(item);
  }
  list.addEventListener("click", toCard);
  return list;
}

function toCard(event) {
  const link = event.target.closest("a");
  const card = link && document.getElementById(link.hash.slice(1));
  if (!card) return;
  event.preventDefault();
  document.querySelector(".card--shown")?.classList.remove("card--shown");
  card.classList.add("card--shown");
  card.querySelector("a")?.focus({ preventScroll: true });
  card.scrollIntoView({ block: "center", behavior: CALM ? "auto" : "smooth" });
}

function drawn(pins) {
  const name = pins.map(title).join("; ");
  const point = L.marker([pins[0].lat, pins[0].lon], {
    icon: L.divIcon({ className: "pin", html: element("b", "", label(pins)), iconSize: null, iconAnchor: [0, 0] }),
    title: name,
    riseOnHover: true,
  });
  point.on("add", () => point.getElement().setAttribute("aria-label", name));
  return point;
}

function marker(pins) {
  const point = drawn(pins);
  point.bindPopup(words(pins), { maxWidth: 260, autoPanPadding: [12, 12] });
  // Who opened it with the keyboard goes on inside, and comes back to the pin.
  point.on("keypress", (event) => event.originalEvent.key === "Enter" && setTimeout(() => point.getPopup().getElement()?.querySelector("a")?.focus(), 50));
  point.on("popupclose", () => document.activeElement === document.body && point.getElement()?.focus({ preventScroll: true }));
  return point;
}

// A shared pin of several places brings the map closer, until they part.
function sharedMarker(pins, bounds, map) {
  const point = drawn(pins);
  const closer = () => {
    map.once("zoomend", () => map.getContainer().focus({ preventScroll: true }));
    map.fitBounds(bounds, { maxZoom: map.getMaxZoom(), padding: MARGIN });
  };
  point.on("click", closer);
  point.on("keypress", (event) => event.originalEvent.key === "Enter" && closer());
  return point;
}

function draw(pins, layer, map) {
  layer.clearLayers();
  for (const group of groups(pins, map)) {
    const bounds = L.latLngBounds(group.map((pin) => [pin.lat, pin.lon]));
    const parts = map.getZoom() < Math.min(map.getMaxZoom(), map.getBoundsZoom(bounds, false, L.point(MARGIN).multiplyBy(2)));
    layer.addLayer(parts && !bounds.getNorthEast().equals(bounds.getSouthWest()) ? sharedMarker(group, bounds, map) : marker(group));
  }
}

function you(spot, name) {
  return L.marker([spot.lat, spot.lon], {
    icon: L.divIcon({ className: "you", html: element("span", "", name), iconSize: null, iconAnchor: [0, 0] }),
    interactive: false,
    keyboard: false,
    zIndexOffset: -500,
  });
}

function town(place) {
  return L.marker([place.lat, place.lon], {
    icon: L.divIcon({ className: "town", html: element("span", "", place.name), iconSize: null, iconAnchor: [0, 0] }),
    interactive: false,
    keyboard: false,
    zIndexOffset: -1000,
  });
}

const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const inside = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;

const RING = 28;
const SHIFTS = [0, 15, -15, 30, -30, 45, -45, 60, -60, 75, -75];

// The places beside a ring where a name of this size may lie: below or above it and shifted, then left or right of it. The style sheet
// puts the name below the ring, so that is [0, 0].
function placesBeside({ width, height }) {
  const above = -(height + 2 * RING);
  const beside = width / 2 + RING;
  const rows = [0, above, 10, above - 10, 20, above - 20].flatMap((y) => SHIFTS.map((x) => [x, y]));
  return [...rows, [beside, above / 2], [-beside, above / 2]];
}

const hasRoom = (box, taken, edge) => inside(box, edge) && !taken.some((other) => meet(box, other));

// The reader's own place is a ring, which pins do not hide. Its name covers no pin.
function tidyYou(name, taken, edge) {
  name.style.translate = "";
  const fits = placesBeside(name.getBoundingClientRect()).some(([x, y]) => {
    name.style.translate = `${x}px ${y}px`;
    return hasRoom(name.getBoundingClientRect(), taken, edge);
  });
  if (!fits) name.style.translate = "";
  taken.push(name.getBoundingClientRect());
}

// Names of towns stand below their place, or above it, or not at all where they would lie over a pin, another name or the edge.
function tidyTown(name, taken, edge) {
  name.hidden = false;
  name.hidden = ![false, true].some((above) => {
    name.classList.toggle("above", above);
    return hasRoom(name.getBoundingClientRect(), taken, edge);
  });
  if (!name.hidden) taken.push(name.getBoundingClientRect());
}

function tidy(place) {
  const edge = place.getBoundingClientRect();
  const taken = [...place.querySelectorAll(".pin b, .leaflet-control")].map((each) => each.getBoundingClientRect());
  for (const name of place.querySelectorAll(".you span")) tidyYou(name, taken, edge);
  for (const name of place.querySelectorAll(".town span")) tidyTown(name, taken, edge);
}

function start(place) {
  const pins = JSON.parse(place.dataset.pins || "[]");
  if (!pins.length || place._leaflet_id) return;
  place.hidden = false;
  if (place.dataset.label) {
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", place.dataset.label);
  }
  place.parentElement.querySelector("[data-map-note]")?.remove();
  const tiles = place.dataset.tiles;
  const moving = { fadeAnimation: !CALM, zoomAnimation: !CALM, markerZoomAnimation: !CALM };
  const map = L.map(place, { scrollWheelZoom: false, maxZoom: tiles ? 19 : CLOSEST, ...moving });
  if (tiles) L.tileLayer(tiles, { attribution: place.dataset.credit, maxZoom: 19 }).addTo(map);
  else map.attributionControl.remove();
  L.control.scale({ metric: false }).addTo(map);
  const here = JSON.parse(place.dataset.here || "null");
  if (here) you(here, place.dataset.you).addTo(map);
  if (!tiles) JSON.parse(place.dataset.towns || "[]").forEach((each) => town(each).addTo(map));
  const all = [...pins, ...(here ? [here] : [])].map((each) => [each.lat, each.lon]);
  map.fitBounds(all, { maxZoom: tiles ? CLOSEST - 2 : CLOSEST_WITHOUT_TILES, padding: MARGIN });
  const layer = L.layerGroup().addTo(map);
  const again = () => {
    draw(pins, layer, map);
    tidy(place);
  };
  map.on("zoomend", again);
  again();
}

function startAll() {
  for (const place of document.querySelectorAll("[data-map]")) start(place);
}

startAll();
document.addEventListener("results:replaced", startAll);
