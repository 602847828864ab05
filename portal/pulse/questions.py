"""The five questions of the pulse, the same from round to round, and the answers to each."""

from enum import StrEnum

from portal.kernel.language import lazy


class Answer(StrEnum):
    """What may be said to a question."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"


class Question(StrEnum):
    """A question, in the order in which they are asked. The values are kept with the totals."""

    WHOM = "whom"
    SCHEME = "scheme"
    RELEASE = "release"
    TOOK_PART = "took_part"
    WISH = "wish"


ANSWER_LABELS = {
    Answer.YES: lazy("Yes"),
    Answer.NO: lazy("No"),
    Answer.NOT_SURE: lazy("Not sure"),
}
QUESTION_LABELS = {
    Question.WHOM: lazy("Do you know who to ask about doing research?"),
    Question.SCHEME: lazy(
        "Have you heard of a scheme that gives staff time or money for research?"
    ),
    Question.RELEASE: lazy("Would your manager be able to let you go for some hours of research?"),
    Question.TOOK_PART: lazy(
        "Have you taken part in research in the last year, other than as a patient?"
    ),
    Question.WISH: lazy("Would you like to take part in research?"),
}

# Beside the answers one more total is kept: that somebody took part, whatever they answered.
PEOPLE = ("everybody", "took_part")
