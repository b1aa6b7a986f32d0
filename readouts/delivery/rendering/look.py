"""How a message is to look: the reader's language, names and clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_timedelta

from readouts.delivery.styling import Part, Text, fill, join
from readouts.domain.chat import Language
from readouts.domain.gazetteer import Gazetteer
from readouts.domain.readout import Bilingual

_LOCALES = {"en": "en_GB", "zh": "zh_CN"}


@dataclass(frozen=True, slots=True)
class Look:
    """`language` chooses names and dates, `translations` the sentences; `zone` is the reader's."""

    language: Language
    translations: NullTranslations
    gazetteer: Gazetteer
    zone: ZoneInfo

    def gettext(self, message: str, **values: Part | int) -> Text:
        """One sentence in the reader's language, its named places filled."""
        return fill(self.translations.gettext(message), **values)

    def ngettext(self, one: str, many: str, count: int, **values: Part | int) -> Text:
        """A sentence with a count in it, under the name "count"."""
        return fill(self.translations.ngettext(one, many, count), count=count, **values)

    @property
    def colon(self) -> str:
        """What stands between a label and its value."""
        return "：" if self.language == "zh" else ": "

    def pick(self, en: str | None, zh: str | None) -> str | None:
        """The form in the reader's language, else the other one."""
        return (zh or en) if self.language == "zh" else (en or zh)

    def name(self, bilingual: Bilingual | None) -> str | None:
        return self.pick(bilingual.en, bilingual.zh) if bilingual else None

    def listing(self, parts: Iterable[Part]) -> Text:
        """Parts of a list as the language sets them apart."""
        return join("、" if self.language == "zh" else ", ", parts)

    def day(self, day: date) -> str:
        """3 June 2024, 2024年6月3日"""
        return str(format_date(day, "long", locale=_LOCALES[self.language]))

    def day_near(self, day: date, near: date | None) -> str:
        """The day, without its year where that is the year of a date shown beside it."""
        if near is None or near.year != day.year:
            return self.day(day)
        return str(format_skeleton("MMMMd", day, locale=_LOCALES[self.language]))

    def month(self, day: date) -> str:
        """June 2024, 2024年6月"""
        return str(format_skeleton("yMMMM", day, locale=_LOCALES[self.language]))

    def duration(self, length: timedelta) -> str:
        """About how long: 45 minutes, 2 hours, 45分钟"""
        return str(format_timedelta(length, threshold=1.5, locale=_LOCALES[self.language]))

    def local(self, moment: datetime) -> datetime:
        """The moment on the reader's clock; the ends of the calendar stay where they are."""
        try:
            return moment.astimezone(self.zone)
        except OverflowError:
            return moment

    def moment(self, moment: datetime) -> str:
        """3 June 2024, 14:05"""
        local = self.local(moment)
        between = " " if self.language == "zh" else ", "
        return f"{self.day(local.date())}{between}{local:%H:%M}"
