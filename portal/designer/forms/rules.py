"""The form of a rule about who may apply, made for each kind of rule."""

from collections.abc import Mapping
from typing import Any

from portal.designer.forms.base import (
    WELSH,
    YES,
    ItemForm,
    Offers,
    as_choice,
    line,
    refuse,
    text_data,
    welsh_line,
    yes_or_no,
)
from portal.kernel.language import Text, lazy
from portal.people.models import Contract
from portal.people.professions import GROUP_LABELS, UptakeGroup, professions
from portal.schemes.definition import Definition
from portal.schemes.eligibility import Rule
from portal.schemes.eligibility_rules import (
    BANDS,
    CONTRACT_WORDS,
    BandRange,
    ContractKind,
    ContractLasts,
    MinimumHours,
    NotHeldBefore,
    NotResearchActive,
    Professions,
    Registered,
    UnderOrganisation,
    YearsQualified,
)
from portal.schemes.rule import KINDS, Reply
from portal.web.fields import (
    ChoiceField,
    ConfirmField,
    HoursField,
    ManyField,
    SelectField,
    WholeNumberField,
)

RULE_LABELS: Mapping[str, object] = {
    "Professions": lazy("Professions, in or out"),
    "BandRange": lazy("Bands"),
    "UnderOrganisation": lazy("Where people work"),
    "ContractKind": lazy("Kind of contract"),
    "ContractLasts": lazy("How long the contract still runs"),
    "MinimumHours": lazy("Hours a week"),
    "Registered": lazy("On a professional register, or not"),
    "YearsQualified": lazy("Years since they qualified"),
    "NotHeldBefore": lazy("Not had this award before"),
    "NotResearchActive": lazy("Not running research yet"),
}
_BANDS = [(band, band) for band in BANDS]


class RuleForm(ItemForm):
    """A rule of one kind. Fields are given by `rule_form`."""

    kind: type[Rule]
    texts: tuple[str, ...] = ()

    @classmethod
    def data_of(cls, item: Rule) -> dict[str, Any]:
        """Return what the fields show: those of the rule by name, sets as lists."""
        found: dict[str, Any] = {"otherwise": item.otherwise.value, "only_for": item.only_for}
        for name in type(item).__dataclass_fields__.keys() - found.keys():
            found |= _shown(name, getattr(item, name))
        return found

    def item(self, old: Rule | None, says: Definition) -> Rule:
        """Return the rule."""
        names = self.kind.__dataclass_fields__.keys() - {"otherwise", "only_for"}
        return self.kind(
            otherwise=Reply(self["otherwise"].data),
            only_for=frozenset(UptakeGroup(each) for each in self["only_for"].data),
            **{name: self._value(name) for name in names},
        )

    def _value(self, name: str) -> Any:
        if name + WELSH in self:
            return self.text(name)
        data = self[name].data
        if name in {"included", "registered"}:
            return data == YES
        if name == "kinds":
            return frozenset(Contract(each) for each in data)
        if isinstance(data, list):
            return frozenset(data)
        return data if data != "" else None

    def validate_otherwise(self, _field: ChoiceField) -> None:
        """Hold the rule's own problems against the form, where all else is right."""
        if any(field.errors for field in self.asked()):
            return
        if wrong := self.item(None, None).problems():  # type: ignore[arg-type]  # a rule asks no scheme
            refuse(wrong[0])


class LongManyField(ManyField):
    """Many to tick, in columns where there is room."""

    def __init__(self, label: object, **kwargs: Any) -> None:
        super().__init__(label, small=True, **kwargs)
        self.component_params["formGroup"] = {"classes": "app-many"}


class PlacesForm(RuleForm):
    """Where people work: the parts of the organisation are handed in."""

    def prepare(self, says: Definition, offers: Offers) -> None:
        """Offer the parts of the scheme's own organisation, and keep those chosen before."""
        kept = {path: path for path in self["paths"].object_data or ()}
        self["paths"].choices = list((kept | dict(offers.nodes)).items())

    def names_what_is_not_theirs(self) -> bool:
        """Say whether a part of another organisation is named, which only a hand-made form can."""
        return not self["paths"].chosen() <= {choice.value for choice in self["paths"].choices}


def _shown(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Text):
        return text_data(name, value)
    if isinstance(value, bool) and name != "medical":
        return {name: as_choice(value)}
    return {name: sorted(value) if isinstance(value, frozenset) else value}


def rule_form(kind: str, _says: Definition) -> type[ItemForm]:
    """Return the form for rules of this kind."""
    base = PlacesForm if kind == "UnderOrganisation" else RuleForm
    return type("KindForm", (base,), {"kind": KINDS[kind], **_FIELDS[kind](), **_ends()})


def _ends() -> dict[str, Any]:
    """Return what every rule asks at the end."""
    return {
        "only_for": LongManyField(
            lazy("Is it only about some jobs?"),
            choices=[(group.value, label) for group, label in GROUP_LABELS.items()],
            hint=lazy("Tick none where it is about everybody. Others pass this rule."),
        ),
        "otherwise": ChoiceField(
            lazy("What is somebody told who does not fit?"),
            choices=(
                (Reply.NO.value, lazy("No, they cannot apply")),
                (Reply.ASK.value, lazy("Ask the R&D office")),
            ),
            needed=lazy("Choose what they are told"),
        ),
    }


def _who(hint: object) -> dict[str, Any]:
    """Return the words that go on from "This scheme is for"."""
    label = lazy("In words: “This scheme is for …”")
    needed = lazy("Write this in English")
    return {
        "who": line(label, short=lazy("Words"), needed=needed, hint=hint, limit=300),
        "who_cy": welsh_line(label, limit=300),
    }


def _places() -> dict[str, Any]:
    return {
        "paths": LongManyField(
            lazy("Where do they work?"),
            needed=lazy("Choose at least one part of the organisation"),
            hint=lazy("Staff there, and in all teams below."),
        ),
        **_who(lazy("For example: staff of the hospitals in the north")),
    }


def _professions() -> dict[str, Any]:
    known = professions().values()
    return {
        "included": yes_or_no(
            lazy("Are these people in or out?"),
            lazy("In: it is for them"),
            lazy("Out: it is not for them"),
        ),
        **_who(lazy("Name them in plain words: nurses and midwives")),
        "groups": LongManyField(
            lazy("Groups of professions"),
            choices=[(name, name) for name in dict.fromkeys(p.group for p in known)],
            hint=lazy("Tick what fits here, below, or both. One match is enough."),
        ),
        "codes": LongManyField(
            lazy("Single professions"), choices=[(p.code, p.name) for p in known], optional=True
        ),
        "staff_groups": LongManyField(
            lazy("Staff groups of the NHS record"),
            choices=[(name, name) for name in dict.fromkeys(p.staff_group for p in known)],
            optional=True,
        ),
    }


def _registered() -> dict[str, Any]:
    return {
        "registered": yes_or_no(
            lazy("Who is it for?"),
            lazy("Staff on a professional register"),
            lazy("Staff who are not on one"),
        )
    }


def _bands() -> dict[str, Any]:
    return {
        "lowest": SelectField(
            lazy("Lowest band"), choices=_BANDS, empty=lazy("No lowest"), optional=True
        ),
        "highest": SelectField(
            lazy("Highest band"), choices=_BANDS, empty=lazy("No highest"), optional=True
        ),
        "medical": ConfirmField(lazy("Doctors and dentists may apply too")),
    }


def _contracts() -> dict[str, Any]:
    return {
        "kinds": ManyField(
            lazy("Which contracts?"),
            choices=[(kind.value, words) for kind, words in CONTRACT_WORDS.items()],
            needed=lazy("Choose at least one kind of contract"),
        )
    }


def _lasts() -> dict[str, Any]:
    return {
        "months": WholeNumberField(
            lazy("How many months must the contract run from the start?"),
            short=lazy("Months"),
            suffix=lazy("months"),
            needed=lazy("Enter a number of months"),
            least=1,
            most=120,
            width=3,
        )
    }


def _hours() -> dict[str, Any]:
    return {
        "hundredths": HoursField(
            lazy("At least how many contracted hours?"),
            short=lazy("Hours"),
            needed=lazy("Enter a number of hours"),
            least=1,
        )
    }


def _years() -> dict[str, Any]:
    def field(label: object) -> WholeNumberField:
        return WholeNumberField(label, suffix=lazy("years"), optional=True, most=60, width=3)

    return {"least": field(lazy("At least")), "most": field(lazy("At most"))}


_FIELDS = {
    UnderOrganisation.__name__: _places,
    Professions.__name__: _professions,
    Registered.__name__: _registered,
    BandRange.__name__: _bands,
    ContractKind.__name__: _contracts,
    ContractLasts.__name__: _lasts,
    MinimumHours.__name__: _hours,
    YearsQualified.__name__: _years,
    NotHeldBefore.__name__: dict,
    NotResearchActive.__name__: dict,
}
