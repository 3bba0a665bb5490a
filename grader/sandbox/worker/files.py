"""Files of a submission or of the instructor, written where a confined process works."""

from __future__ import annotations

import os


def write_files(files: dict[str, bytes], onto: str = "") -> str:
    """Write files below the working directory; return what went wrong, empty if nothing did.

    What is sent for the file `onto` goes to the end of what was sent before.

    Where a name leads does not matter: this process can write nowhere else.
    """
    try:
        for name, content in files.items():
            path = os.path.normpath(os.path.join(os.getcwd(), name))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "ab" if name == onto else "wb") as file:
                file.write(content)
    except (OSError, ValueError) as error:
        return str(error)
    return ""
