// The call screen: search as you type, ticks, boxes that save themselves, and shortcuts. Without JavaScript every form works as a page.
import { announce } from "./announce.js";
import { startKeys, startLinkKeys } from "./call-keys.js";
import { startLeaving } from "./call-leaving.js";
import { startSaving } from "./call-saving.js";
import { startSearching } from "./call-search.js";
import { startChoices } from "./summary-keeping.js";

const screen = document.querySelector("[data-call]");
const page = document.querySelector("[data-call-links]");
const kept = document.querySelector("[data-kept-page]");

if (screen) {
  const saving = startSaving(screen, announce);
  const search = startSearching(screen, saving, announce);
  startLeaving(screen, saving, search);
  startKeys(screen, search);
}
if (page) startLinkKeys(page);
if (kept) startChoices(kept, startSaving(kept, announce));
