// What every page gets. Everything works without it; this makes it quicker and safer.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { startChoices } from "./choices.js";
import { startCopy } from "./copy.js";
import { startDrafts } from "./drafts.js";
import { startExit } from "./exit.js";
import { startFreshPages } from "./fresh.js";
import { startMyList } from "./my-list.js";
import { startPasskeys } from "./passkey.js";
import { startPrint } from "./print.js";
import { startSimilar } from "./similar.js";
import { startSuggesting } from "./suggest.js";
import { startTextParts } from "./text-parts.js";
import { startTimeout } from "./timeout.js";
import { startUsed } from "./used.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
startExit();
startFreshPages();
startPrint();
startSimilar();
startSuggesting();
startCopy();
startDrafts();
startMyList();
startTextParts();
startTimeout();
startPasskeys();
startChoices();
startUsed();

for (const [Component, name] of [
  [Button, "govuk-button"],
  [ErrorSummary, "govuk-error-summary"],
  [NotificationBanner, "govuk-notification-banner"],
]) {
  for (const element of document.querySelectorAll(`[data-module="${name}"]`)) new Component(element);
}
