"""What mentors can offer, in words: how to meet, and for which professions."""

from enum import StrEnum

from portal.kernel.language import lazy


class Way(StrEnum):
    """How to meet a mentor."""

    ONLINE = "online"
    IN_PERSON = "in_person"
    PHONE = "phone"
    EMAIL = "email"


WAY_LABELS = {
    Way.ONLINE: lazy("Online"),
    Way.IN_PERSON: lazy("In person"),
    Way.PHONE: lazy("By phone"),
    Way.EMAIL: lazy("By email"),
}
