"""The answers of a choice as lines of text, and back, with keys that stay."""

from collections.abc import Sequence

from portal.designer.keys import key_of
from portal.kernel.language import Text
from portal.schemes.questions import Option

NONE_YET = "-"  # stands for the Welsh of an answer that has none


def words_of(options: Sequence[Option]) -> tuple[str, str]:
    """Return the English lines, and the Welsh ones where there are any."""
    english = "\n".join(option.label.en for option in options)
    if not any(option.label.cy for option in options):
        return english, ""
    return english, "\n".join(option.label.cy or NONE_YET for option in options)


def read_options(english: str, welsh: str) -> list[Text]:
    """Return the answers as typed: one for each line that is not empty."""
    said = _lines(english)
    other = [("" if line == NONE_YET else line) for line in _lines(welsh)]
    other += [""] * (len(said) - len(other))
    return [Text(en, cy) for en, cy in zip(said, other, strict=False)]


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in (text or "").split("\n") if line.strip()]


def options_of(typed: Sequence[Text], old: Sequence[Option]) -> tuple[Option, ...]:
    """Return the answers with keys: an answer keeps its key when it moves or is reworded.

    One whose English is unchanged is the same. Where as many others are left over on both
    sides, they were reworded, in order; else they are new.
    """
    by_words = {option.label.en: option.key for option in old}
    fresh = [text for text in typed if text.en not in by_words]
    gone = [o.key for o in old if o.label.en not in {text.en for text in typed}]
    if len(fresh) == len(gone):
        by_words |= {text.en: key for text, key in zip(fresh, gone, strict=True)}
    taken = {option.key for option in old}
    made = []
    for text in typed:
        key = by_words.get(text.en) or key_of(text.en, taken)
        taken.add(key)
        made.append(Option(key, text))
    return tuple(made)
