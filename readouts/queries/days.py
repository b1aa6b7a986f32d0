"""Days and lengths of time as people write them in a query."""

import re
from datetime import date, timedelta

from readouts.domain.query import Before, Last, Since
from readouts.domain.text import fold
from readouts.queries.mistakes import Mistake
from readouts.queries.values import Value

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")
_DASHES = str.maketrans("年月/.", "----", "日号 ")
_NUMERALS = dict(zip("一两二三四五六七八九十", (1, 2, *range(2, 11)), strict=True))
_NUMBER = f"[0-9]{{1,5}}|[{''.join(_NUMERALS)}]"
_AGE = re.compile(rf"({_NUMBER}) ?(?:(d|days?|天|日)|(w|weeks?|周|星期)|(m|months?|个?月)|(y|years?|年))")
_DAYS_OF_UNIT = (1, 7, 30, 365)
_LONGEST_AGE = timedelta(days=36_500)


def since(value: Value) -> Since:
    """since:2024-05-30; of a month or a year its first day."""
    return Since(_day(value))


def before(value: Value) -> Before:
    """before:2024-05-30; of a month or a year its first day, so that none of it is found."""
    return Before(_day(value))


def last(value: Value) -> Last:
    """last:30d, 6w, 3m, 1y or 30天, 6周, 3个月, 一年. A month is 30 days, a year 365."""
    found = _AGE.fullmatch(fold(value.text).strip())
    if not found:
        raise value.mistake(Mistake.NO_SUCH_AGE, value=value.text)
    number, *units = found.groups()
    days = next(days for days, unit in zip(_DAYS_OF_UNIT, units, strict=True) if unit)
    age = timedelta(days=days * (_NUMERALS.get(number) or int(number)))
    if age > _LONGEST_AGE:
        raise value.mistake(Mistake.NO_SUCH_AGE, value=value.text)
    return Last(age)


def _day(value: Value) -> date:
    found = _DAY.fullmatch(fold(value.text).translate(_DASHES).strip("-"))
    try:
        year, month, day = (int(part or 1) for part in found.groups()) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError:
        raise value.mistake(Mistake.NO_SUCH_DAY, value=value.text, field=value.field) from None
