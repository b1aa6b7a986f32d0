"""Our own reading of an article, with everything it does: evidence, themes, stock phrases, summary."""

from benchmarks.extracting_work import Reader, Told, Work, main
from readouts.domain.item import Item
from readouts.domain.readout import Kind
from readouts.extractors.article import load_extractor


def opened() -> Reader:
    extractor = load_extractor()

    def read(work: Work) -> Told:
        item = Item("x", work.url, "", work.text, "zh", work.published, work.source, work.region)
        meetings = [r for r in extractor.readouts(item) if r.kind is Kind.MEETING]
        if len(meetings) != 1:
            return None
        (readout,) = meetings
        day = readout.date.isoformat() if readout.date else None
        chair = readout.chair.name if readout.chair else None
        return {"region": readout.region, "date": day, "chair": chair}

    return read


if __name__ == "__main__":
    main(opened)
