"""What axe does not see: reflow at 320 px, spaced-out text, room for a finger. Asked in the page."""

from playwright.sync_api import Page

NARROWEST = 320
A_FINGER = 44

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# The design system folds its menu a moment after the window or the words change.
LET_THE_MENU_FOLD = """() => new Promise(done => {
  const until = performance.now() + 1000;
  const root = document.documentElement;
  const look = () => root.scrollWidth <= root.clientWidth || performance.now() > until
    ? done() : requestAnimationFrame(look);
  look();
})"""

# WCAG 1.4.12. Made by script, since the pages' policy takes no style from elsewhere.
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
BACK = "document.adoptedStyleSheets = []"

# Text whose box hides a part of it; what only a screen reader is told is hidden on purpose.
CUT = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e => {
  const style = getComputedStyle(e);
  const room = e.getBoundingClientRect();
  const hides = (side, over) => over > 1 && ['hidden', 'clip'].includes(style[side]);
  return room.width > 1 && room.height > 1 && style.clipPath === 'none' && e.innerText
    && (hides('overflowX', e.scrollWidth - e.clientWidth)
      || hides('overflowY', e.scrollHeight - e.clientHeight));
}).map(e => e.outerHTML.slice(0, 120))"""

# Buttons and answers to choose; fields to type in are 40 px high as the NHS draws them, and
# links are axe's matter (target-size). Small radios are held to 24 px.
TOO_SMALL = """least => [...document.querySelectorAll(
  'main button, main .nhsuk-button, main input[type=radio], main input[type=checkbox]')
].map(e => {
  const label = e.labels && e.labels[0];
  const rooms = [e.getBoundingClientRect(), label ? label.getBoundingClientRect() : null];
  return [e, Math.max(...rooms.map(r => r ? r.height : 0))];
}).filter(([e, high]) => {
  const seen = e.checkVisibility() && e.getBoundingClientRect().width > 1;
  const small = e.closest('.nhsuk-radios--small, .nhsuk-checkboxes--small');
  return seen && high < (small ? 24 : least);
}).map(([e, high]) => high + ' px: ' + e.outerHTML.slice(0, 120))"""


def sideways(page: Page) -> list[str]:
    wide = page.evaluate(SIDEWAYS)
    return [f"scrolls sideways by {wide} px at {page.viewport_size['width']}"] if wide > 0 else []


def unbending(page: Page) -> list[str]:
    """Say what breaks at 320 px and with spaced-out text; leave the page as it was."""
    size = page.viewport_size
    page.set_viewport_size({**size, "width": NARROWEST})
    page.evaluate(LET_THE_MENU_FOLD)
    found = sideways(page)
    page.set_viewport_size(size)
    page.evaluate(SPACE_OUT)
    page.evaluate(LET_THE_MENU_FOLD)
    found += [f"spaced out, {words}" for words in sideways(page)]
    found += [f"cuts spaced-out text: {words}" for words in page.evaluate(CUT)]
    page.evaluate(BACK)
    return found


def too_small(page: Page) -> list[str]:
    return [f"too small for a finger, {words}" for words in page.evaluate(TOO_SMALL, A_FINGER)]
