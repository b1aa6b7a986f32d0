"""A query as text again, from what it means."""

from readouts.domain.query import AllOf, AnyOf, Before, Field, Last, Node, Not, Since, Words
from readouts.domain.text import is_han


def printed(node: Node) -> str:
    """A text that means `node`, every word in quotation marks and every group in brackets."""
    match node:
        case Not(part):
            return f"-{_grouped(part)}"
        case AllOf(parts):
            return " ".join(map(_grouped, parts))
        case AnyOf(parts):
            return " OR ".join(map(_grouped, parts))
        case Words(tokens, prefix, typed):
            return f'"{typed}"' + ("*" if prefix and not is_han(tokens[-1][0]) else "")
        case Field(_, _, typed):
            return typed
        case Since() | Before() | Last():
            return _printed_day(node)


def _printed_day(node: Since | Before | Last) -> str:
    match node:
        case Since(day):
            return f"since:{day.isoformat()}"
        case Before(day):
            return f"before:{day.isoformat()}"
        case Last(age):
            return f"last:{age.days}d"


def _grouped(node: Node) -> str:
    return f"({printed(node)})" if isinstance(node, AllOf | AnyOf) else printed(node)
