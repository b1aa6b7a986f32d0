"""The alert: what a news desk needs to know in ten seconds, and where it stands written."""

import unicodedata
from collections.abc import Sequence

from readouts.delivery.message import Message, compose
from readouts.delivery.rendering import buttons, names
from readouts.delivery.rendering.articles import linked_source, linked_title, source_and_day
from readouts.delivery.rendering.highlights import highlighted, says_more
from readouts.delivery.rendering.look import Look
from readouts.delivery.rendering.notices import render_notice
from readouts.delivery.styling import Text, bold, cut, italic, join, link, quote, short, styled
from readouts.domain.delivery import Delivery, DeliveryKind
from readouts.domain.item import Item
from readouts.domain.meeting import Article, Meeting
from readouts.domain.notice import Notice
from readouts.domain.readout import Quote, Readout

_WORDS_UNITS = 600
_TERM_UNITS = 80
_TERMS_SHOWN = 8
_OTHERS_SHOWN = 4
_TITLE_UNITS = 60
_PASSAGES_SHOWN = 2
_PASSAGE_UNITS = 160
# A shorter quotation is a term ("political security"), which says less than a sentence of the summary.
_TELLING_WIDTH = 60


def render_alert(delivery: Delivery, look: Look) -> Message:
    """The alert for a meeting, or for an item where a watch asked for every item, or a notice.

    An update is the same alert with what is known by now: it takes the place of the first one.
    """
    if isinstance(delivery.subject, Notice):
        return render_notice(delivery.subject, look)
    if isinstance(delivery.subject, Item):
        return render_item_alert(delivery, delivery.subject, look)
    return _render_meeting_alert(delivery, delivery.subject, look)


def _render_meeting_alert(delivery: Delivery, meeting: Meeting, look: Look) -> Message:
    readout = meeting.readout
    lines = [
        styled("🔔 ", bold(names.headline(readout, look))),
        _who_chaired(readout, look),
        look.gettext("Stressed: {themes}", themes=names.themes(readout, look)) if readout.themes else (),
        _telling_words(readout, look),
        *_reported_by(meeting, look),
    ]
    return compose([*lines, *_why(delivery, lines, look)], [[buttons.open_meeting(meeting, look)]])


def render_item_alert(delivery: Delivery, item: Item, look: Look) -> Message:
    """The alert for an article that is no readout, for watches that asked for every kind."""
    lines = [
        styled("🔔 ", bold(linked_title(item, look))),
        source_and_day(item, look, first_seen=delivery.first_seen),
        quote(short(_body(item), _WORDS_UNITS)),
    ]
    return compose([*lines, *_why(delivery, lines, look)])


def _who_chaired(readout: Readout, look: Look) -> Text:
    committee = names.committee(readout, look)
    if readout.chair is None:
        return look.gettext("The {committee} met; the chair is not stated", committee=committee)
    name, post = names.chair_name(readout.chair, look), names.post(readout, look)
    if not post:
        return look.gettext("{name} chaired the {committee}", name=name, committee=committee)
    return look.gettext("{name}, {post}, chaired the {committee}", name=name, post=post, committee=committee)


def _telling_words(readout: Readout, look: Look) -> Text:
    """The longest quotation if it is a statement, else the summary, else whatever was quoted."""
    longest = max(readout.quotes, key=lambda q: _width(q.text), default=None)
    if longest and (_width(longest.text) >= _TELLING_WIDTH or not readout.summary.strip()):
        return quote(quoted(longest, _WORDS_UNITS, readout, look))
    return quote(short(readout.summary, _WORDS_UNITS))


def quoted(words: Quote, limit: int, readout: Readout, look: Look) -> Text:
    """A quotation in quotation marks, with its speaker where that is known."""
    text = join("", ("“", short(words.text, limit), "”"))
    speaker = names.speaker(words, readout, look)
    return look.gettext("{quotation} — {speaker}", quotation=text, speaker=speaker) if speaker else text


def _reported_by(meeting: Meeting, look: Look) -> list[Text]:
    if not meeting.articles:
        return []
    first, *others = meeting.articles
    lines = [
        styled("📰 ", link(first.url, source_and_day(first, look, first.first_seen, meeting.readout.date)))
    ]
    return [*lines, _also_reported_by(others, first, look)] if others else lines


def _also_reported_by(others: list[Article], first: Article, look: Look) -> Text:
    """Who else; an article of a source that is named already goes by its title."""
    named: list[Text] = []
    known = {first.source}
    for article in others[:_OTHERS_SHOWN]:
        again = article.source in known
        named.append(linked_title(article, look, _TITLE_UNITS) if again else linked_source(article, look))
        known.add(article.source)
    rest = len(others) - len(named)
    if not rest:
        return look.gettext("Also: {sources}", sources=look.listing(named))
    return look.ngettext(
        "Also: {sources} and {count} more",
        "Also: {sources} and {count} more",
        rest,
        sources=look.listing(named),
    )


def _why(delivery: Delivery, above: Sequence[Text], look: Look) -> list[Text]:
    """The terms that rang, the words of the article around those that the lines above do not show, and
    whether it may have rung before."""
    terms = look.listing(short(term, _TERM_UNITS) for term in delivery.why[:_TERMS_SHOWN])
    lines = [italic(look.gettext("Your watch: {terms}", terms=terms))] if terms else []
    lines += [styled("“", each, "”") for each in _passages(delivery, above)]
    if delivery.suspect and delivery.kind is DeliveryKind.ALERT:
        lines.append(italic(look.gettext("Perhaps a repeat: Telegram did not confirm the first one")))
    return lines


def _passages(delivery: Delivery, above: Sequence[Text]) -> list[Text]:
    read = "".join(run.text for run in join("\n", above))
    telling = [each for each in delivery.passages if says_more(each, read)]
    return [
        cut(highlighted(each.text, each.highlights), _PASSAGE_UNITS) for each in telling[:_PASSAGES_SHOWN]
    ]


def _body(item: Item) -> str:
    """The text without the title that many sources put in front of it."""
    text = item.text.lstrip()
    return text.removeprefix(item.title.strip()) if item.title.strip() else text


def _width(text: str) -> int:
    """How much a text says: a wide (Han) character counts as three."""
    return sum(3 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:_WORDS_UNITS])
