"""Who will be asked to agree once an application is sent, as far as the directory knows."""

from portal.applications import approver
from portal.applications.models import Application
from portal.kernel.language import _
from portal.schemes.definition import STAGE_LABELS, Stage, When
from portal.schemes.pages.agreeing import when_words
from portal.schemes.questions import Round
from portal.web.pieces import Fact


def who_is_asked(application: Application) -> tuple[Fact, ...]:
    """Return each approval that the scheme wants, with the name of whoever is asked."""
    return tuple(
        Fact(STAGE_LABELS[step.stage], name_of(application, step.stage), when_words(step))
        for step in application.call.document.approvals
    )


def hint(application: Application) -> str:
    """Say in one line who is asked, and when."""
    says = application.call.document
    if not says.approvals:
        return _("Nobody has to agree before this is read")
    if application.stage is Round.FIRST:
        return _("We ask nobody yet: only if you are invited to the second step")
    if says.approvals_when(When.BEFORE_SENDING):
        return _("You ask for a yes before you send it")
    if not says.approvals_when(When.AFTER_SENDING):
        return _("We ask before an award is offered")
    return _(
        "We will ask %(name)s when you send your application",
        name=name_of(application, Stage.LINE_MANAGER)
        if manager_name(application)
        else _("the R&D office"),
    )


def manager_name(application: Application) -> str:
    """Return the manager's name; nothing where none is known, or where it is the applicant."""
    post = application.applicant.post
    manager = post.manager if post else None
    if manager is None or manager.id == application.applicant_id:
        return ""
    return manager.name


def name_of(application: Application, stage: Stage) -> str:
    """Name whoever is asked, as far as we know, in the words of a reader."""
    is_known = stage is Stage.LINE_MANAGER and approver.is_the_manager(application)
    if is_known and (name := manager_name(application)):
        return name
    return _("The R&D office finds out who this is")
