"""Files to read: on the page of a reader, each with what it is and whether it can be opened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from portal.applications.models import Application
from portal.applications.reading import FilesRead, files_of
from portal.files.models import Upload
from portal.files.pieces import describe, scan_tag
from portal.files.policy import is_held
from portal.files.serving import has_scanner
from portal.kernel.language import _
from portal.schemes.questions import Question
from portal.web.pieces import Fact, Link

NEUTRAL = "application-file"  # what a file is called where its own name must not be known


@dataclass(frozen=True, slots=True)
class FileShown:
    """One file. Without `href` it cannot be opened yet, and `note` says why."""

    label: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class FilesShown:
    """A question and its files."""

    question: str
    files: tuple[FileShown, ...]


def shown(
    reads: Iterable[FilesRead], href: Callable[[Upload], str], *, is_blind: bool = False
) -> tuple[FilesShown, ...]:
    """Return the files for a reader. For a blind one they are called by their number."""
    scanner = has_scanner()
    return tuple(
        FilesShown(
            str(read.question.label),
            tuple(
                _one(each, _("File %(number)s", number=n) if is_blind else each.name, href, scanner)
                for n, each in enumerate(read.files, 1)
            ),
        )
        for read in reads
    )


def _one(upload: Upload, label: str, href: Callable[[Upload], str], scanner: bool) -> FileShown:
    tag = scan_tag(upload, has_scanner=scanner)
    held = is_held(upload, has_scanner=scanner)
    return FileShown(label, f"{describe(upload)}. {tag.label}.", "" if held else href(upload))


def links_of(
    application: Application, question: Question, change: str, *, linked: bool = True
) -> Fact:
    """Return the files of one question as a row of the whole application.

    Each is a link to it, but in a document.
    """
    files = [
        Markup("{} ({})").format(each.name, describe(each))
        if not linked
        else Markup('<a href="{}">{}</a> ({})').format(
            url_for("applications.file", application_id=application.id, file_id=each.id),
            each.name,
            describe(each),
        )
        for each in files_of(application, question)
    ]
    words = Markup("<br>").join(files) if files else _("No files added")
    links = (Link(_("Change"), change, hidden=str(question.label)),) if change else ()
    return Fact(str(question.label), words, links=links)
