// Everything works without this file. It turns on the design system's parts that pages use;
// the drop zone of file upload is left out, because its button fails axe.
import {
  initButtons,
  initCharacterCounts,
  initCheckboxes,
  initErrorSummary,
  initHeader,
  initNotificationBanners,
  initPasswordInputs,
  initRadios,
  initSkipLinks,
} from "../vendor/nhsuk-10.6.1/nhsuk-frontend.min.js";

// On a phone the menu keeps its first items and folds the rest under "More": the page one is
// on comes second, so that it stays in sight.
const current = document.querySelector(".nhsuk-header__navigation-item--current");
if (current && window.matchMedia("(max-width: 40em)").matches) {
  current.parentElement.insertBefore(current, current.parentElement.children[1]);
}

for (const init of [
  initButtons,
  initCharacterCounts,
  initCheckboxes,
  initErrorSummary,
  initHeader,
  initNotificationBanners,
  initPasswordInputs,
  initRadios,
  initSkipLinks,
]) {
  init(document);
}
