"""A field for a file."""

from typing import Any

from werkzeug.datastructures import FileStorage

from portal.web.fields.base import Asked


class FileField(Asked):
    """A file. Data: werkzeug's FileStorage, or None when nothing was sent.

    `accept` lists what the browser offers first, such as ".pdf,.docx"; what a file really
    is, portal.files decides. The form must be sent as multipart/form-data.
    """

    drawn_as = "file-upload"

    def __init__(self, label: object, *, accept: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.component_params = {"attributes": {"accept": accept} if accept else None}

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first file that has a name."""
        self.data = next(
            (one for one in valuelist if isinstance(one, FileStorage) and one.filename), None
        )

    def answer(self) -> dict[str, Any]:
        """Return the parameters for the answer: a browser never takes a value back."""
        return {"id": self.id, "name": self.name}
