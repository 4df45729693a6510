"""The data folder is private: it holds what people typed, and the site's keys."""

from pathlib import Path

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def make_private(folder: Path) -> None:
    """Make the data folder where there is none, and close it and its files to other accounts.

    Closing the folder is enough; the files are closed too, because they are copied to other places.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    folder.chmod(PRIVATE_FOLDER)
    for path in folder.iterdir():
        if path.is_file() and not path.is_symlink():
            path.chmod(PRIVATE_FILE)
