"""An oracle: Telegram's reading of HTML, stricter than ours has to be, on the standard library's parser."""

from html.parser import HTMLParser

ALLOWED = frozenset(("b", "i", "code", "a", "blockquote"))
REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


class Read(HTMLParser):
    """What a reader would see (`text`), the tags in order, the addresses; `faults` must stay empty."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.text = ""
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        if self._open:
            self.faults.append(f"left open: {self._open}")

    @property
    def units(self) -> int:
        return len(self.text.encode("utf-16-le")) // 2

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ALLOWED:
            self.faults.append(f"unsupported start tag {tag}")
        if "code" in self._open or tag in self._open:
            self.faults.append(f"{tag} inside {self._open}")
        names = [name for name, _ in attrs]
        if names != (["href"] if tag == "a" else []):
            self.faults.append(f"attributes {names} of {tag}")
        self.addresses += [value or "" for _, value in attrs]
        self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.faults.append(f"empty tag {tag} with {attrs}")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"unmatched end tag {tag}")

    def handle_data(self, data: str) -> None:
        if "<" in data or ">" in data or "&" in data:
            self.faults.append(f"unescaped {data[:20]!r}")
        self.text += data

    def handle_entityref(self, name: str) -> None:
        if name not in REFERENCES:
            self.faults.append(f"unknown reference {name}")
        self.text += REFERENCES.get(name, "")

    def handle_charref(self, name: str) -> None:
        self.text += chr(int(name[1:], 16) if name[:1] in "xX" else int(name))

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data[:20]!r}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"declaration {decl[:20]!r}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"declaration {data[:20]!r}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"instruction {data[:20]!r}")
