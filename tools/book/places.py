"""Folders of the site: what it is made of, and what is made."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
THEME = Path(__file__).resolve().parent / "theme"
BUILD = ROOT / "build" / "book"
