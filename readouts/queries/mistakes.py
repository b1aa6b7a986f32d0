"""What can be wrong with a query, said so that the reader can put it right."""

from enum import Enum

from readouts.domain.query import QueryError


class Mistake(Enum):
    """Each mistake: what is wrong, and what would be valid. Both have named places to be filled."""

    EMPTY = (
        "There is nothing to look for",
        'Give words or fields, for example: region:anhui "political security"',
    )
    TOO_LONG = (
        "A query may have {most} characters",
        "Leave out what is not needed, or make two queries of it",
    )
    TOO_MANY_TERMS = (
        "A query may have {most} terms",
        "Leave out what is not needed, or make two queries of it",
    )
    TOO_DEEP = (
        "Brackets may stand {most} deep",
        "Most brackets can be left out: a b OR c d means (a b) OR (c d)",
    )
    BRACKET_NOT_CLOSED = ("This bracket is never closed", "Close it, or put the text in quotation marks")
    BRACKET_NOT_OPENED = ("This bracket closes nothing", "Leave it out, or put the text in quotation marks")
    BRACKET_EMPTY = (
        "There is nothing between these brackets",
        "Put words or fields between them, or leave them out",
    )
    QUOTE_NOT_CLOSED = ("This quotation mark is never closed", 'Close it, for example: "political security"')
    NOTHING_BEFORE = ("{word} needs something before it", "For example: region:anhui {word} region:yunnan")
    NOTHING_AFTER = (
        "{word} needs something after it",
        'To look for the word itself, put it in quotation marks: "{word}"',
    )
    PREFIX_TOO_SHORT = ("A * needs two letters or more before it", "For example: secur*")
    NO_SUCH_FIELD = (
        "There is no field called {name}",
        "Fields are {known}; to look for the text itself, put it in quotation marks",
    )
    MEANT_FIELD = ("There is no field called {name}", "Did you mean {nearest}?")
    NO_VALUE = ("{name} needs a value", "For example: {example}")
    NO_SUCH_PLACE = (
        "There is no place called {name}",
        "Give a province, prefecture or county, for example: region:anhui, region:安徽, region:CN-AH",
    )
    MEANT_PLACE = ("There is no place called {name}", "Did you mean {nearest}?")
    NO_SUCH_THEME = ("There is no theme called {name}", "Themes are {known}")
    MEANT_THEME = ("There is no theme called {name}", "Did you mean {nearest}?")
    NO_SUCH_CHOICE = ("{field} cannot be {value}", "It can be {known}")
    NO_SUCH_DAY = (
        "{value} is no day",
        "For example: {field}:2024-05-30, {field}:2024-05, {field}:2024年5月30日",
    )
    NO_SUCH_AGE = ("{value} is no length of time", "For example: last:30d, last:6w, last:3m, last:1y")

    def at(self, position: int, **values: object) -> QueryError:
        """This mistake at a position of the query (code points from 0), its places filled."""
        message, hint = self.value
        return QueryError(
            position, message, hint, tuple((name, str(value)) for name, value in values.items())
        )
