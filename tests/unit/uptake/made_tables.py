"""Tables of one year for the tests: a plain one like a large board's, and any at all."""

from hypothesis import strategies as st

from portal.people.professions import GROUP_LABELS
from portal.uptake.counts import GroupCounts
from portal.uptake.disclosure import AmountRules, Amounts
from portal.uptake.table import build

RULES = AmountRules(standard_pence=1_500_00, standard_hours=75_00)
PLAIN = {
    "doctors": (1557, 160, 135, 61),
    "nurses": (5197, 96, 70, 24),
    "midwives": (565, 14, 9, 4),
    "ahps": (1243, 58, 40, 15),
    "scientists": (296, 20, 15, 10),
    "pharmacy_psychology": (729, 35, 30, 10),
    "support": (3750, 15, 12, 6),
    "administration": (3567, 25, 20, 10),
    "estates": (1355, 3, 2, 0),
}
LABELS = {group.value: str(words) for group, words in GROUP_LABELS.items()}


def group(key="nurses", staff=5197, applied=96, approved=70, awarded=24, **more):
    """Return the counts of one group; those who hold an award hold the same each."""
    sums = {"pence": Amounts.of([1_500_00] * awarded), "hours": Amounts.of([75_00] * awarded)}
    label = LABELS.get(key, "Job not known")
    return GroupCounts(key, label, staff, applied, approved, awarded, **(sums | more))


def plain(**changed):
    """Return the plain board's counts, with the named groups changed or (None) left out."""
    counts = {key: value for key, value in (PLAIN | changed).items() if value}
    return [group(key, *value) for key, value in counts.items()]


def table(**changed):
    """Return the plain board's table, with the named groups changed."""
    return build(plain(**changed), "2026", rules=RULES)


@st.composite
def stages(draw, most=3000):
    """Draw staff, applied, approved, awarded, each within the one before; small ones often."""
    sizes = st.one_of(st.integers(0, 30), st.integers(0, most))
    return tuple(sorted((draw(sizes) for _ in range(4)), reverse=True))


def boards():
    """Draw the stages of any of the groups."""
    return st.dictionaries(st.sampled_from(sorted(PLAIN)), stages(), max_size=9)
