"""Articles are understood in child processes, as far as there is anything to understand."""

from readouts.domain.item import Item
from watchers.understanding import understood
from watchers.workers import WorkerPool


async def test_an_article_that_can_tell_of_no_committee_costs_no_child_any_time() -> None:
    async with WorkerPool(1) as workers:
        assert await understood(workers, Item("1", "https://news.test/1", "Weather", "Sunny.")) == ()
        assert not workers._alive
        told = Item(
            "2", "https://news.test/2", "", "6月3日，安徽省委国家安全委员会召开会议，省委书记韩俊主持会议。"
        )
        assert [readout.region for readout in await understood(workers, told)] == ["CN-AH"]
        assert workers._alive
