"""What a robots.txt says about one address. Runs in a worker process: a stranger wrote the file."""

from protego import Protego


def judge(text: str, url: str, user_agent: str) -> tuple[bool, float]:
    """Whether `user_agent` may ask for `url`, and for how many seconds it is to pause between two pages."""
    rules = Protego.parse(text)
    return rules.can_fetch(url, user_agent), max(rules.crawl_delay(user_agent) or 0.0, 0.0)
