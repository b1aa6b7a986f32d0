"""The value of one field as it stands in a query."""

from dataclasses import dataclass

from readouts.domain.gazetteer import name_key
from readouts.domain.query import QueryError
from readouts.queries.mistakes import Mistake


@dataclass(frozen=True, slots=True)
class Value:
    """`field`: the field's name as typed. `text`: the value without quotation marks. `typed`: the whole
    term ("region:anhui"). `position`: where the value begins in the query, in code points."""

    field: str
    text: str
    typed: str
    position: int

    @property
    def key(self) -> str:
        """The form in which the value is compared with known names."""
        return name_key(self.text)

    def mistake(self, mistake: Mistake, **values: object) -> QueryError:
        """`mistake` at this value."""
        return mistake.at(self.position, **values)
