"""What somebody asked to be told of, in words."""

from portal.kernel.language import _
from portal.people.professions import GROUP_LABELS
from portal.reach.models import Subscription
from portal.reach.wanting import Wanted
from portal.schemes.definition import KIND_LABELS


def wish_words(subscription: Subscription) -> str:
    """Say it as a line: "All schemes for nurses", or the name of the one scheme."""
    if subscription.scheme is not None and subscription.scheme.latest is not None:
        return _("“%(name)s”", name=str(subscription.scheme.latest.document.name))
    wanted = Wanted.of(subscription)
    kinds = ", ".join(str(KIND_LABELS[kind]) for kind in wanted.kinds) or _("All schemes")
    jobs = ", ".join(str(GROUP_LABELS[job]) for job in wanted.jobs) or _("all jobs")
    return _("%(kinds)s, for %(jobs)s", kinds=kinds, jobs=jobs[:1].lower() + jobs[1:])
