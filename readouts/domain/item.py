"""An item: one article as a source gave it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One article.

    identity: what the source calls it (its id, else its link, else a hash of what it says).
    text: plain text, markup already removed. lang: "zh", "en" or None. published: with a zone, or
    None where the source gives no readable date. source: the source's name. region: the source's
    own region (ISO 3166-2), where it has one.
    """

    identity: str
    url: str
    title: str
    text: str
    lang: str | None = None
    published: datetime | None = None
    source: str | None = None
    region: str | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """Items come by the thousand from the processes that parse; this packs them in half the time."""
        fields = self.identity, self.url, self.title, self.text, self.lang, self.published, self.source
        return Item, (*fields, self.region)
