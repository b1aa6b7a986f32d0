"""Whose newspaper, site or government it is: the division that a publisher's name or address tells."""

import json
from collections.abc import Sequence
from importlib.resources import files
from itertools import combinations
from urllib.parse import urlsplit

from readouts.domain.gazetteer import Division, Level
from readouts.domain.text import fold
from readouts.extractors.places import Places, one_of

_MOST_PARTS = 8  # of a host's name that are tried


class Publishers:
    """Newspapers and hosts that are known, and rules for the others. Built once."""

    def __init__(self, places: Places) -> None:
        self._places = places
        text = files("readouts.extractors.data").joinpath("sources.json").read_text(encoding="utf-8")
        table = json.loads(text)
        by_code = places.gazetteer.by_code
        self._papers = {fold(name): by_code[code] for name, code in table["papers"].items()}
        self._hosts = {host: by_code[code] for host, code in table["hosts"].items()}
        self._labels = {label: by_code[code] for label, code in table["labels"].items()}
        self._national = tuple(table["national"])

    def of_name(self, source: str) -> Division | None:
        """安徽 for 安徽日报, Anhui for "Anhui Daily"; `source` is folded."""
        for paper, division in self._papers.items():
            if paper in source:
                return division
        place = self._places.leading(source, 0)
        if place and place.divisions[0].level is Level.PROVINCE:  # 吉林日报 is the province's
            return place.divisions[0]
        if place:
            return _city(place.divisions)
        english = next(self._places.english_named(source), None)
        return english.divisions[0] if english else None

    def of_address(self, url: str) -> Division | None:
        """The division whose paper or government publishes at this address."""
        try:
            host = (urlsplit(url).hostname or "").lower()
        except ValueError:
            return None
        labels = host.split(".")
        for i in range(len(labels) - 1):
            found = self._hosts.get(".".join(labels[i:]))
            if found:
                return found
        if host.endswith(".gov.cn"):
            return self._of_government(labels) or self._of_labels(labels[:-1], national=True)
        return self._of_labels(labels[:-1], host.endswith(self._national)) or self._behind_proxy(labels)

    def _behind_proxy(self, labels: list[str]) -> Division | None:
        """www-ahnews-com-cn.proxy.example.edu: a library's proxy writes a host with hyphens."""
        written = [label.split("-") for label in labels if label.count("-") > 1]
        for parts in written:
            for first, last in combinations(range(len(parts[:_MOST_PARTS]) + 1), 2):
                found = self._hosts.get(".".join(parts[first:last]))
                if found:
                    return found
        return None

    def _of_government(self, labels: list[str]) -> Division | None:
        """luan in www.luan.gov.cn, huoqiu in www.huoqiu.gov.cn."""
        name = labels[-3] if len(labels) > 2 else ""
        found = (
            self._places.gazetteer.by_name.get(name, ()) if len(name) > 3 and name not in self._labels else ()
        )
        above = [division for division in found if division.level is not Level.COUNTY]
        return one_of(above) or (one_of(found) if not above else None)

    def _of_labels(self, labels: list[str], national: bool) -> Division | None:
        """yuncheng in www.yuncheng.gov.cn, nx in nx.people.com.cn."""
        for label in labels:
            if national and label in self._labels:
                return self._labels[label]
            province = (
                self._places.gazetteer.province(f"CN-{label.upper()}")
                if national and len(label) == 2
                else None
            )
            if province:
                return province
            found = self._places.gazetteer.by_name.get(label, ()) if len(label) > 4 else ()
            prefectures = [d for d in found if d.level is not Level.COUNTY]
            if len(prefectures) == 1:
                return prefectures[0]
        return None


def _city(divisions: Sequence[Division]) -> Division | None:
    """The one division, or the one that is no county."""
    return one_of(divisions) or one_of(d for d in divisions if d.level is not Level.COUNTY)
