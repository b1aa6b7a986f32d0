"""The HTTP side: tokens, paths, and the forms a request may have."""

import json
from datetime import timedelta

import aiohttp
import pytest

from tests.botapi import BotApiServer, Person, TooManyRequests


@pytest.fixture
def alice(bot_api: BotApiServer) -> Person:
    bot_api.use_profile("lenient")
    alice = bot_api.create_user()
    alice.start()
    return alice


async def test_a_wrong_token_a_wrong_path_and_a_wrong_method_are_told_apart(bot_api: BotApiServer) -> None:
    unknown = bot_api.token[:-1] + "x"
    answers = {
        f"/bot{unknown}/getMe": (401, "Unauthorized"),
        "/botnonsense/getMe": (401, "Unauthorized: invalid token specified"),
        f"/file/bot{unknown}/documents/x": (401, "Unauthorized"),
        f"/file/bot{bot_api.token}/documents/x": (404, "Not Found"),
        "/": (404, "Not Found"),
        f"/bot{bot_api.token}/getme": (200, None),
        f"/bot{bot_api.token}/getYou": (404, "Not Found: method not found"),
    }
    async with aiohttp.ClientSession() as web:
        for path, (status, description) in answers.items():
            async with web.get(bot_api.url + path) as answer:
                body = await answer.json()
                assert (answer.status, body.get("description")) == (status, description)
                assert body["ok"] is (status == 200)


async def test_a_429_carries_the_wait_in_body_and_header(bot_api: BotApiServer, alice: Person) -> None:
    bot_api.faults.add(TooManyRequests(timedelta(seconds=7)))
    url = f"{bot_api.base_url}{bot_api.token}/sendMessage"
    async with (
        aiohttp.ClientSession() as web,
        web.post(url, json={"chat_id": alice.id, "text": "x"}) as answer,
    ):
        assert answer.headers["Retry-After"] == "7"
        assert await answer.json() == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }


async def test_queries_forms_json_and_multipart_are_all_understood(
    bot_api: BotApiServer, alice: Person
) -> None:
    url = f"{bot_api.base_url}{bot_api.token}/sendMessage"
    form = aiohttp.FormData({"chat_id": f"{alice.id}", "text": "安"}, default_to_multipart=True)
    async with aiohttp.ClientSession() as web:
        for request in (
            web.get(url, params={"chat_id": alice.id, "text": "安"}),
            web.post(url, data={"chat_id": alice.id, "text": "安"}),
            web.post(url, json={"chat_id": alice.id, "text": "安"}),
            web.post(url, data=form),
            web.post(
                url.replace("sendMessage", "SENDMESSAGE"), params={"chat_id": alice.id}, data={"text": "安"}
            ),
        ):
            async with request as answer:
                assert json.loads(await answer.read())["result"]["text"] == "安"
        async with web.post(url, data="[1", headers={"Content-Type": "application/json"}) as answer:
            assert (await answer.json())["description"] == "Bad Request: can't parse JSON object"
    assert [violation.kind for violation in bot_api.take_violations()] == ["request"]


async def test_a_file_may_be_attached_by_name_but_none_may_be_left_over(
    bot_api: BotApiServer, alice: Person
) -> None:
    form = aiohttp.FormData({"chat_id": f"{alice.id}", "document": "attach://mine"})
    form.add_field("mine", b"a,b", filename="a.csv")
    form.add_field("stray", b"x", filename="x.csv")
    async with aiohttp.ClientSession() as web:
        await web.post(f"{bot_api.base_url}{bot_api.token}/sendDocument", data=form)
    assert bot_api.sent[-1].content.file is not None
    assert bot_api.sent[-1].content.file.name == "a.csv"
    assert [v.detail for v in bot_api.take_violations()] == ["sendDocument has no parameter 'stray'"]
