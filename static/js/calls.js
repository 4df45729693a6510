// The call screen: search as you type, ticks, boxes that save themselves, and shortcuts. Without JavaScript every form works as a page.
import { announce } from "./announce.js";
import { startKeys } from "./call-keys.js";
import { startSaving } from "./call-saving.js";
import { startSearching } from "./call-search.js";

const screen = document.querySelector("[data-call]");

if (screen) {
  const saving = startSaving(screen, announce);
  const search = startSearching(screen, saving, announce);
  startKeys(screen, search);
}
