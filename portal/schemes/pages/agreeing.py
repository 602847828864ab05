"""Who on the applicant's side is asked to agree, when, in which order, and what silence means."""

from dataclasses import dataclass

from portal.kernel.language import _, _n, lazy
from portal.schemes.definition import STAGE_LABELS, ApprovalStep, Definition, NoAnswer, When

WHEN = {
    When.BEFORE_SENDING: lazy("Asked before it is sent."),
    When.AFTER_SENDING: lazy("Asked when it has been sent."),
    When.BEFORE_AWARD: lazy("Asked before an award."),
}
SILENCE = {
    NoAnswer.STOPS: lazy("No answer counts as a no."),
    NoAnswer.GOES_ON: lazy("Without an answer it goes on."),
}
LEADS = {
    When.BEFORE_SENDING: lazy("Before you can send your application, you ask for a yes from:"),
    When.AFTER_SENDING: lazy("Once you have sent your application, we ask for a yes from:"),
    When.BEFORE_AWARD: lazy("Before an award is offered, we ask for a yes from:"),
}


@dataclass(frozen=True, slots=True)
class Agreeing:
    """Those who are asked at one time: a sentence, a line for each, and their order."""

    lead: str
    steps: tuple[str, ...]
    order: str = ""


def agreeing(says: Definition) -> tuple[Agreeing, ...]:
    """Return who is asked, by when; times at which nobody is asked are left out."""
    found = []
    for when, lead in LEADS.items():
        steps = says.approvals_when(when)
        if steps:
            order = order_words(says) if len(steps) > 1 else ""
            found.append(Agreeing(str(lead), tuple(map(_step, steps)), order))
    return tuple(found)


def _step(step: ApprovalStep) -> str:
    asked = _n(
        "%(who)s, who has %(num)s working day to answer",
        "%(who)s, who has %(num)s working days to answer",
        step.days_to_answer,
        who=str(STAGE_LABELS[step.stage]),
    )
    return f"{asked}. {silence_words(step)}"


def when_words(step: ApprovalStep) -> str:
    """Say when somebody is asked."""
    return str(WHEN[step.when])


def silence_words(step: ApprovalStep) -> str:
    """Say what it means that nobody answers."""
    return str(SILENCE[step.no_answer])


def order_words(says: Definition) -> str:
    """Say in which order people are asked."""
    if says.approvals_in_order:
        return _("They are asked one after another: each once those before have agreed.")
    return _("They are all asked at once.")
