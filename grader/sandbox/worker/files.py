"""Files of a submission or of the instructor, written where a confined process works."""

from __future__ import annotations

import os


def write_files(files: dict[str, bytes]) -> str:
    """Write files below the working directory; return what went wrong, empty if nothing did.

    Where a name leads does not matter: this process can write nowhere else.
    """
    try:
        for name, content in files.items():
            path = os.path.normpath(os.path.join(os.getcwd(), name))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
    except (OSError, ValueError) as error:
        return str(error)
    return ""
