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
