"""A field for files."""

from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import FileStorage

from portal.web.fields.base import Asked


class FileField(Asked):
    """One file, or some. Data: a list of werkzeug's FileStorage, empty when nothing was sent.

    `accept` lists what the browser offers first, such as ".pdf,.docx"; what a file really
    is, portal.files decides. The form must be sent as multipart/form-data. It is drawn as a plain
    field: the design system's drop zone has a button that screen readers name wrongly.
    """

    drawn_as = "file-upload"

    def __init__(
        self, label: object, *, accept: str | None = None, many: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.component_params = {
            "attributes": {"accept": accept} if accept else None,
            "multiple": many or None,
        }

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the files that have a name: a browser sends one without where none was chosen."""
        self.data = [one for one in valuelist if isinstance(one, FileStorage) and one.filename]

    def __call__(self, **given: Any) -> Markup:
        """Draw the field without the drop zone's script."""
        return Markup(super().__call__(**given).replace(' data-module="nhsuk-file-upload"', ""))  # noqa: S704 -- a component's own

    def answer(self) -> dict[str, Any]:
        """Return the parameters for the answer: a browser never takes a value back."""
        return {"id": self.id, "name": self.name}
