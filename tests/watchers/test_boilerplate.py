"""Lines that no article says are cut, and those that an article may say stay."""

import pytest

from watchers.boilerplate import without_boilerplate

CUT = """
某ICP备12345678号-1
京公网安备 11010502000000号
互联网新闻信息服务许可证 11120200001
扫一扫在手机打开当前页
扫描二维码关注我们
【打印】
【打印本页】【关闭窗口】
打印 关闭
分享到：
分享到 微信 微博 QQ空间
[大][中][小]
字体：大 中 小
字号
责任编辑：某某
（编辑：某某某）
【责任编辑:某某 】
责编 | 某某 校对 | 某某
来源：某某日报 责任编辑：某某_X123
上一篇：全市召开春耕会议
下一页
浏览次数：1024
违法和不良信息举报电话：010-00000000
Copyright © 2024 某某日报社
© 2024 Example Media
版权所有 某某日报社
未经授权不得转载
免责声明：本文来自网络，观点不代表本站立场。
地址：某某市某某路1号 邮编：100000
Read original article here
Read the full story
Denial of responsibility! We only gather what others write, and whoever minds may send us a letter.
Leave a comment
Share this article
Share on Facebook Twitter WhatsApp
All rights reserved.
""".strip().split("\n")

KEPT = """
6月3日，安徽省委国家安全委员会召开会议。
会议要求加强分享机制，打印和分发材料。
与会人员分享了经验。
省委书记、省委国安委主任某某主持会议并讲话
市民用手机扫一扫即可办理，全程不到一分钟。
本报讯（记者 某某）
编辑部的故事
大中型企业
评论员文章
报告说，未经授权访问网络的案件上升。
Security of the share market was discussed.
The commission's email accounts were named as a risk.
Copyright law was on the agenda.
Xi Jinping
Read the original article of the treaty and you will see why officials care about every word of it
""".strip().split("\n")


@pytest.mark.parametrize("line", CUT)
def test_furniture_is_cut(line: str) -> None:
    assert without_boilerplate(f"前一段。\n{line}\n后一段。") == "前一段。\n后一段。"


@pytest.mark.parametrize("line", KEPT)
def test_what_an_article_says_stays(line: str) -> None:
    assert without_boilerplate(f"前一段。\n{line}\n后一段。") == f"前一段。\n{line}\n后一段。"


def test_nothing_comes_of_nothing() -> None:
    assert without_boilerplate("") == ""
