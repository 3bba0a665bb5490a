"""A page of HTML read back, for tests: its text, and what it would load from elsewhere."""

from __future__ import annotations

from html.parser import HTMLParser

LOADING = {"src", "href", "srcset", "poster", "data", "action"}
EMPTY = {"meta", "img", "br", "source", "link", "input", "hr"}


class Page(HTMLParser):
    """Text, addresses, and whether every element that is opened is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.addresses, self.tags, self.open = "", [], [], []
        self.images: list[dict] = []
        self.feed(html)
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in LOADING]
        if tag == "img":
            self.images.append(dict(attrs))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    @property
    def loads_from_elsewhere(self) -> list[str]:
        """Addresses that are not inside the page, beside it, or data."""
        return [a for a in self.addresses if a and ":" in a.split("/")[0] and not a.startswith("data:")]
