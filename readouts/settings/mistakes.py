"""What is wrong with the configuration, said to the person who wrote it."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

_REASONS = {
    "tuple_type": "must be a list",
    "model_type": "must be a table of keys",
    "dict_type": "must be a table of keys",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "missing": "is missing",
    "too_short": "must hold at least one entry",
    "string_too_short": "must not be empty",
    "url_parsing": "must be an address like https://example.org/feed.xml",
    "url_scheme": "must be an address that begins with http:// or https://",
    "path_type": "must be a path in quotation marks",
    "string_type": "must be text in quotation marks",
}


def mistake_sentence(
    error: ErrorDetails, path: Path, environment: Mapping[str, str], model: type[BaseModel]
) -> str:
    """One sentence: the file or variable, the key, what is wrong, and what is allowed."""
    place = _place(error["loc"], path, environment)
    if error["type"] == "extra_forbidden":
        return f"{place}: is not a known key.{_nearest(error['loc'], model)}"
    reason = _REASONS.get(error["type"]) or error["msg"].removeprefix("Value error, ").rstrip(".")
    return f"{place}: {reason.replace('Input should be', 'must be')}{_shown(error)}."


def _shown(error: ErrorDetails) -> str:
    """What was written there; addresses are left out, for they may hold a password."""
    value = error["input"]
    if not isinstance(value, str | int | float | bool) or "url" in error["type"]:
        return ""
    return f" (it is {value!r:.80})"


def _place(location: tuple[int | str, ...], path: Path, environment: Mapping[str, str]) -> str:
    if not location:
        return str(path)
    variable = "READOUT__" + "__".join(str(part).upper() for part in location[:2])
    if variable in {name.upper() for name in environment}:
        return variable
    return f"{path}: {_key(location)}"


def _key(location: tuple[int | str, ...]) -> str:
    key = ""
    for part in location:
        key += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if key else ''}{part}"
    return key


def _nearest(location: tuple[int | str, ...], model: type[BaseModel]) -> str:
    known = _known_keys(location, model)
    near = get_close_matches(str(location[-1]), known, n=1, cutoff=0.5)
    if near:
        return f' Did you mean "{near[0]}"?'
    return f" Known here: {', '.join(sorted(known))}."


def _known_keys(location: tuple[int | str, ...], model: type[BaseModel]) -> list[str]:
    for part in location[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            annotation = model.model_fields[part].annotation
            inner = [a for a in (annotation, *get_args(annotation)) if isinstance(a, type)]
            model = next((a for a in inner if issubclass(a, BaseModel)), model)
    return list(model.model_fields)
