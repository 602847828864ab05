"""The form of the pulse."""

from typing import Any

from portal.pulse.policy import NO_ANSWER
from portal.pulse.questions import ANSWER_LABELS, QUESTION_LABELS, Answer, Question
from portal.web.fields import ChoiceField, Form


def _asked(question: Question) -> ChoiceField:
    return ChoiceField(QUESTION_LABELS[question], choices=ANSWER_LABELS.items(), inline=True)


class PulseForm(Form):
    """Five questions. Each may be left out, but not all of them."""

    whom = _asked(Question.WHOM)
    scheme = _asked(Question.SCHEME)
    release = _asked(Question.RELEASE)
    took_part = _asked(Question.TOOK_PART)
    wish = _asked(Question.WISH)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse answers that were not on offer, and a form without any."""
        if not super().validate(extra_validators):
            return False
        if not self.answers():
            self.refuse(Question.WHOM, NO_ANSWER)
        return not self.errors

    def answers(self) -> dict[Question, Answer]:
        """Return what was answered. Only for a form whose answers were on offer."""
        said = {question: self[question].data for question in Question}
        return {question: Answer(answer) for question, answer in said.items() if answer}
