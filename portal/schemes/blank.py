"""A scheme that says nothing yet, to start from where no template fits. Texts are to be written."""

from portal.kernel.language import Text
from portal.schemes.definition import ApprovalStep, Definition, Kind, Stage
from portal.schemes.gallery import Template
from portal.schemes.questions import Audience, Question, QuestionKind, Section, SectionKind

BLANK = "blank"  # what stands in the address where a template's key would
_PANEL = frozenset({Audience.PANEL})


def blank() -> Template:
    """Return the empty scheme: its pages and the questions that every scheme asks, no more.

    It is no template, and has no key: nothing in it has a source to be told.
    """
    return Template(key="", welsh_reviewed=False, statuses={}, definition=_definition())


def _definition() -> Definition:
    return Definition(
        kind=Kind.SMALL_GRANT,
        name=Text(""),
        summary=Text(""),
        purpose=Text(""),
        decided_by=Text(""),
        minutes_to_apply=20,
        sections=(
            Section(key="about", kind=SectionKind.ABOUT, title=Text("About you", "Amdanoch chi")),
            _project(),
            Section(key="time", kind=SectionKind.TIME, title=Text("Time", "Amser")),
            Section(
                key="release",
                kind=SectionKind.RELEASE,
                title=Text("Your manager and cover", "Eich rheolwr a'r gwaith yn eich lle"),
            ),
            _declarations(),
        ),
        approvals=(ApprovalStep(Stage.LINE_MANAGER),),
        reviews_each=0,
    )


def _project() -> Section:
    return Section(
        key="project",
        kind=SectionKind.QUESTIONS,
        title=Text("Your project", "Eich prosiect"),
        questions=(
            Question(
                key="title",
                label=Text("What is your project called?", "Beth yw enw eich prosiect?"),
                kind=QuestionKind.SHORT_TEXT,
                max_words=20,
            ),
        ),
    )


def _declarations() -> Section:
    return Section(
        key="declarations",
        kind=SectionKind.DECLARATIONS,
        title=Text("Before you send", "Cyn i chi anfon"),
        questions=(
            Question(
                key="true",
                label=Text(
                    "What I have written is true, as far as I know.",
                    "Mae'r hyn rwyf wedi'i ysgrifennu yn wir, hyd y gwn i.",
                ),
                kind=QuestionKind.YES_NO,
                visible_to=_PANEL,
            ),
        ),
    )
