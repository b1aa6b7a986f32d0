"""What people do reaches the bot as Telegram would bring it, and tests read what people see."""

import pytest
from telegram import (
    Bot,
)

from tests.botapi import BotApiServer, Person
from tests.botapi_tests.updates import news, only


@pytest.fixture
def alice(bot_api: BotApiServer) -> Person:
    bot_api.use_profile("lenient")
    return bot_api.create_user("Alice", language="zh", username="alice_1")


async def test_a_text_arrives_with_its_author_and_the_entities_the_server_finds(
    alice: Person, bot: Bot
) -> None:
    alice.send("/watch 😀 @bob https://x.org")
    message = (await only(bot)).message
    assert message is not None
    assert message.from_user is not None
    assert (message.from_user.language_code, message.from_user.username) == ("zh", "alice_1")
    assert {e.type: text for e, text in message.parse_entities().items()} == {
        "bot_command": "/watch",
        "mention": "@bob",
        "url": "https://x.org",
    }


async def test_a_deep_link_arrives_as_a_start_command(alice: Person, bot: Bot) -> None:
    alice.start("w-12")
    message = (await only(bot)).message
    assert message is not None
    assert message.text == "/start w-12"
    assert alice.user.started


async def test_an_edit_arrives_as_an_edited_message_and_only_of_ones_own(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    sent = alice.send("a")
    alice.edit(sent, "b")
    before, after = await news(bot)
    assert before.message is not None
    assert after.edited_message is not None
    assert (after.edited_message.text, after.edited_message.message_id) == ("b", before.message.message_id)
    assert after.edited_message.edit_date is not None
    with pytest.raises(ValueError, match="somebody else's"):
        bot_api.create_user("Bob").edit(sent, "c")


async def test_other_contents_and_files_arrive_and_can_be_fetched(alice: Person, bot: Bot) -> None:
    alice.send_content(location={"latitude": 31.8, "longitude": 117.2})
    alice.send_document("feeds.opml", b"<opml/>", caption="mine")
    place, upload = await news(bot)
    assert place.message is not None
    assert place.message.location is not None
    assert upload.message is not None
    document = upload.message.document
    assert document is not None
    assert (document.file_name, upload.message.caption) == ("feeds.opml", "mine")
    assert await (await document.get_file()).download_as_bytearray() == b"<opml/>"


async def test_blocking_and_unblocking_are_told_to_the_bot(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    alice.start()
    alice.block()
    with pytest.raises(ValueError, match="cannot write"):
        alice.send("x")
    alice.unblock()
    _, blocked, unblocked = [update.my_chat_member for update in await news(bot)]
    assert blocked is not None
    assert unblocked is not None
    assert (blocked.old_chat_member.status, blocked.new_chat_member.status) == ("member", "kicked")
    assert unblocked.new_chat_member.status == "member"
    await bot.send_message(alice.id, "welcome back")


async def test_a_group_lets_the_bot_in_promotes_it_and_throws_it_out(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    group = bot_api.create_chat("supergroup", "Desk", [alice])
    group.add_bot(alice)
    entered, welcome = await news(bot)
    assert entered.my_chat_member is not None
    assert entered.my_chat_member.new_chat_member.status == "member"
    assert welcome.message is not None
    assert [user.id for user in welcome.message.new_chat_members] == [bot.id]
    group.add_bot(alice, admin=True)
    promoted = (await only(bot)).my_chat_member
    assert promoted is not None
    assert promoted.new_chat_member.status == "administrator"
    group.kick_bot(alice)
    assert (await only(bot)).my_chat_member is not None
    alice.send("/start", to=group)
    assert await news(bot) == ()


async def test_in_privacy_mode_the_bot_gets_commands_mentions_and_replies_to_itself_only(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    group = bot_api.create_chat("group", "Desk", [alice])
    group.add_bot(alice)
    await news(bot)
    mine = await bot.send_message(group.id, "hello")
    own = group.chat.messages[mine.message_id]
    other = alice.send("chatter", to=group)
    alice.send("more chatter", to=group, reply_to=other)
    alice.send("/watch@other_bot x", to=group)
    alice.send("/watch x", to=group)
    alice.send(f"/help@{bot.username}", to=group)
    alice.send(f"hey @{bot.username}", to=group)
    alice.send("yes", to=group, reply_to=own)
    texts = [update.message.text for update in await news(bot) if update.message]
    assert texts == ["/watch x", f"/help@{bot.username}", f"hey @{bot.username}", "yes"]
    group.add_bot(alice, admin=True)
    alice.send("chatter", to=group)
    assert len(await news(bot)) == 2


async def test_an_anonymous_admin_writes_as_the_group(bot_api: BotApiServer, alice: Person, bot: Bot) -> None:
    group = bot_api.create_chat("supergroup", "Desk", [alice])
    group.add_bot(alice)
    await news(bot)
    alice.send("/watch x", to=group, anonymous=True)
    message = (await only(bot)).message
    assert message is not None
    assert message.from_user is not None
    assert message.sender_chat is not None
    assert (message.from_user.id, message.sender_chat.id) == (1087968824, group.id)


async def test_a_channel_posts_and_edits_for_a_bot_that_is_its_administrator(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    channel = bot_api.create_chat("channel", "News", [alice], username="the_news")
    channel.add_bot(alice, admin=True)
    await news(bot)
    channel.edit(channel.post("/watch x"), "/watch y")
    posted, edited = await news(bot)
    assert posted.channel_post is not None
    assert posted.channel_post.from_user is None
    assert posted.channel_post.sender_chat is not None
    assert edited.edited_channel_post is not None
    assert edited.edited_channel_post.text == "/watch y"
    assert (await bot.send_message("@the_news", "x")).chat.id == channel.id


async def test_people_join_and_leave_and_strangers_cannot_write(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    bob = bot_api.create_user("Bob")
    group = bot_api.create_chat("group", "Desk", [alice])
    group.add_bot(alice)
    with pytest.raises(ValueError, match="Bob is not in 'Desk'"):
        bob.send("x", to=group)
    bob.join(group)
    assert await bot.get_chat_member_count(group.id) == 3
    group.promote(bob)
    assert {member.user.id for member in await bot.get_chat_administrators(group.id)} == {alice.id, bob.id}
    group.demote(bob)
    bob.leave(group)
    assert (await bot.get_chat_member(group.id, bob.id)).status == "left"
    last = (await news(bot))[-1].message
    assert last is not None
    assert last.left_chat_member is not None
    await bot.leave_chat(group.id)
    assert group.chat.bot == "left"


async def test_a_migrated_group_says_so_in_both_chats(bot_api: BotApiServer, alice: Person, bot: Bot) -> None:
    group = bot_api.create_chat("group", "Desk", [alice])
    group.add_bot(alice)
    await news(bot)
    room = group.migrate()
    old, new = [update.message for update in await news(bot)]
    assert old is not None
    assert new is not None
    assert (old.chat.id, old.migrate_to_chat_id) == (group.id, room.id)
    assert (new.chat.id, new.migrate_from_chat_id) == (room.id, group.id)
    alice.send("/start", to=room)
    with pytest.raises(ValueError, match="is not in"):
        alice.send("/start", to=group)


async def test_message_ids_are_shared_between_private_chats_and_own_in_supergroups(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    bob = bot_api.create_user("Bob")
    numbers = [alice.send("x").id, bob.send("x").id, alice.send("x").id]
    assert numbers == [1, 2, 3]
    for title in ("A", "B"):
        group = bot_api.create_chat("supergroup", title, [alice])
        assert alice.send("x", to=group).id == 1
