"""Pages of a made-up paper: lists of links, articles, robots.txt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from readouts.domain.item import Item
from readouts.domain.source import Selectors, Source, SourceKind

HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
# 4 June 2024, seven in the morning in Beijing.
NOW = datetime(2024, 6, 3, 23, 0, tzinfo=UTC)
BODY = (
    "6月3日，安徽省委国家安全委员会召开会议，研究下一阶段工作。",
    "会议强调，要坚持总体国家安全观，把维护政治安全放在首位，守住不发生系统性风险的底线。",
    "会议要求，各级各部门压实责任，形成合力。",
)


def list_page(*links: tuple[str, str], further: Sequence[str] = ()) -> str:
    """A list of (address, title) with links to further pages below."""
    rows = "".join(
        f'<li><a href="{address}">{title}</a> <span>2024-06-03</span></li>' for address, title in links
    )
    more = "".join(f'<a class="more" href="{address}">下一页</a>' for address in further)
    return f'<html><head><title>要闻</title></head><body><ul class="news">{rows}</ul>{more}</body></html>'


def article_page(
    title: str = "省委国安委召开会议",
    paragraphs: Sequence[str] = BODY,
    container: str = '<div class="paper-text">{}</div>',
    stamp: str = "2024-06-03 19:12",
) -> str:
    """An article with the furniture that pages have around it."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html><head><title>{title}-某某日报</title></head><body><div class='nav'>首页 要闻 专题</div>"
        f"<h1>{title}</h1><div class='stamp'>{stamp} 来源：某某日报</div>{container.format(text)}"
        "<p>责任编辑：某某</p><div class='foot'>某ICP备12345678号-1</div></body></html>"
    )


def paper(url: str, **changes: object) -> Source:
    """A page source that finds the links of `list_page`."""
    selectors = Selectors(item="ul.news li", next="a.more")
    source = Source("paper", url, SourceKind.PAGE, region="CN-AH", lang="zh", selectors=selectors)
    return replace(source, **changes)  # type: ignore[arg-type]


def item(number: int, url: str, text: str = "") -> Item:
    return Item(f"id-{number}", url, f"Title {number}", text, "zh", None, "paper", "CN-AH")
