"""What happened at a source, in the reader's language: the sentences of the watchers, with their places."""

from collections.abc import Iterator
from gettext import NullTranslations
from string import Formatter

# As the watchers word them. A place in the middle takes a few words, one at the end takes all the rest;
# both may hold further sentences of this list.
SENTENCES = (
    # the connection
    "The connection to the server failed.",
    "The server's name could not be found.",
    "The server's certificate is not valid.",
    "No secure connection could be made with the server.",
    "The server is not listening: it refused the connection.",
    "The server closed the connection without an answer.",
    "The server's answer is not proper HTTP.",
    "No connection to the server could be made.",
    "The connection broke off in the middle of the answer.",
    "No answer within {seconds}.",
    "The answer did not end within {seconds}.",
    "The answer broke off before its end.",
    "The answer is damaged: its packing cannot be undone.",
    "The answer grew past {size} MB and was cut off.",
    "The server packed its answer in a way that was not asked for.",
    # what the server says
    "The server does not let us in (HTTP {status}).",
    "The server asks us to come less often (HTTP {status}).",
    "The server has no such page (HTTP {status}).",
    "The server says that this page is gone for good (HTTP {status}).",
    "The server is in trouble (HTTP {status}).",
    "The server answered with an error (HTTP {status}).",
    "The server answered “not modified” to a first question (HTTP {status}).",
    "The server redirects without saying where to (HTTP {status}).",
    "The server redirects more than {count} times.",
    "The server redirects in a circle, as sites do that want cookies; none are kept.",
    "The server redirects from https to plain http, which is not followed.",
    "The page leads on to one page after the other.",
    "The page leads from https to plain http, which is not followed.",
    "The server answered with an empty page.",
    "The server answered with a web page, not a feed.",
    "There is no issue of today and none of the {count} days before it (HTTP {status}).",
    "It answers, but nothing new has come for {days} days.",
    "It has moved for good; the old address still leads there.",
    # addresses
    "The server's address is not an IP address.",
    "The address leads into a private or reserved network, which is not asked.",
    "The address is not a proper URL.",
    "The address names no proper host.",
    "The address names its host by a disguised number.",
    "Only http and https addresses are asked.",
    "Only the ports 80, 443, 8080 and 8443 are asked.",
    "Addresses with a user name or password in them are not asked.",
    "The site's robots.txt could not be read: {reason}",
    "robots.txt does not allow this address to be read.",
    "robots.txt does not allow two pages within {pause} s; the pause is not over yet.",
    # feeds, sitemaps, files
    "The answer is neither RSS nor Atom nor JSON Feed.",
    "The feed holds no items.",
    "The feed breaks off before its first item is complete.",
    "The feed breaks off in the middle; what was complete has been read.",
    "The feed is damaged and nothing in it can be read.",
    "The feed is damaged; what could be read of it has been.",
    "The answer is no sitemap.",
    "The sitemap is damaged: its packing cannot be undone.",
    "The sitemap grew past {size} MB when it was unpacked.",
    "The sitemap names 1 page.",
    "The sitemap names {count} pages.",
    "A further sitemap could not be read: {reason}",
    "The file {name} cannot be read ({reason}).",
    "The file is larger than {size} MB.",
    "The file is not OPML.",
    "The file is damaged or breaks off in line {line}; feeds may be missing or wrong.",
    "It names no address.",
    "Telegram does not hand the file out. Please send it again.",
    "Nothing has changed since the last look.",
    "1 item.",
    "{count} items.",
    # pages and articles
    "1 link.",
    "{count} links.",
    "{links} on {pages} pages.",
    "1 link",
    "{count} links",
    "A further page could not be read: {reason}",
    "The selector item ({selector}) matches nothing on the page.",
    "The page is made of frames; the source needs the address of the frame that holds the list.",
    "What the selector item ({selector}) matches on the page holds no link.",
    "The selector {named} gives nothing on the articles.",
    "The selectors {named} give nothing on the articles.",
    "1 article could not be read: {reason}",
    "{count} articles could not be read: {reason}",
    "1 article has no text that can be read.",
    "{count} articles have no text that can be read.",
    "None of the last {count} articles has text that can be read.",
    "1 article was archived as it is listed; its page was not read.",
    "{count} articles were archived as they are listed; their pages were not read.",
    "1 article is still to be read, at the next look.",
    "{count} articles are still to be read, at the next look.",
    # reading
    "Reading {what} was called off.",
    "Reading {what} could not begin.",
    "Reading {what} broke down.",
    "Reading {what} took too much memory and was stopped.",
    "Reading {what} took longer than {seconds} s and was stopped.",
    "the feed",
    "the page",
    "the article",
    "the sitemap",
    "the site's robots.txt",
    "the file",
)
_LONGEST = 2_000  # more than is ever shown


def translated(detail: str, translations: NullTranslations) -> str:
    """The sentences of `detail` in that language; as it is from the first unknown one on."""
    return " ".join(_told(detail[:_LONGEST], translations))


def _told(rest: str, translations: NullTranslations) -> Iterator[str]:
    while rest:
        found = next(filter(None, (_read(sentence, rest) for sentence in SENTENCES)), None)
        if found is None:
            yield rest
            return
        sentence, values, rest = found
        inner = {name: translated(value, translations) for name, value in values.items()}
        yield translations.gettext(sentence).format(**inner)


def _read(sentence: str, text: str) -> tuple[str, dict[str, str], str] | None:
    """The sentence, what stands in its places, and what follows, if `text` begins with it."""
    values: dict[str, str] = {}
    text, place, position = f"{text} ", "", 0
    for words, name, _, _ in Formatter().parse(sentence if sentence.endswith("}") else f"{sentence} "):
        at = text.find(words, position) if place else position
        if not text.startswith(words, at):
            return None
        if place:
            values[place] = text[position:at]
        place, position = name or "", at + len(words)
    is_one = all(". " not in value for value in values.values())
    is_one = is_one and values.get("count", "0").isdigit()
    if place:
        values[place], position = text[position:].strip(), len(text)
    return (sentence, values, text[position:].strip()) if is_one else None
