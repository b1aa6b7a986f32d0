"""Which addresses may be asked: nothing here touches a network."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from watchers.safety import UnsafeError, check_address, checked_url

INSIDE = """
127.0.0.1 127.1.2.3 127.255.255.255 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254
169.254.169.254 169.254.0.1 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1
192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250
240.0.0.1 255.255.255.255 100.100.100.200 169.254.170.2 192.0.0.170
:: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808
64:ff9b:1::1 100::1 2001::1 2001:0:7f00:1:: 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:808:808::1
3fff::1 5f00::1 fc00::1 fd12:3456:789a::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 4000::1
fd00:ec2::254 ::ffff:0:7f00:1 ::ffff:169.254.169.254 64:ff9b::a9fe:a9fe 2002:a9fe:a9fe::1 2001:1::1 fec0::ffff
""".split()

OUTSIDE = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255
169.255.0.1 172.15.255.255 172.32.0.1 191.255.255.255 192.0.1.1 192.0.3.1 192.88.98.255 192.167.255.255
192.169.0.1 198.17.255.255 198.20.0.1 203.0.112.255 203.0.114.1 223.255.255.255
2001:200::1 2001:4860:4860::8888 2003::1 2400:3200::1 2606:4700::1111 2a00:1450::1 2c0f::1
""".split()

REFUSED_URLS = [
    *"""
http://127.0.0.1/ http://127.0.0.1./ http://127.1/ http://127.0.1/ http://2130706433/ http://0x7f000001/
http://0x7f.1/ http://0x7f.0x0.0x0.0x1/ http://0177.0.0.1/ http://017700000001/ http://0/ http://0x0/
http://127.0.0.0x1/ http://2852039166/ http://0xa9fea9fe/ http://①②⑦.0.0.1/ http://127。0。0。1/
http://１２７.0.0.1/ http://[::1]/ http://[::]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/
http://[::127.0.0.1]/ http://[64:ff9b::127.0.0.1]/ http://[2002:7f00:1::]/ http://[fec0::1]/ http://[fd00::1]/
http://[fe80::1]/ http://[fe80::1%25eth0]/ http://[fe80::1%eth0]/ http://169.254.169.254/latest/meta-data
http://[::ffff:169.254.169.254]/ http://10.0.0.1/ http://192.168.1.1/ http://172.16.0.1/ http://100.64.0.1/
http://224.0.0.1/ http://255.255.255.255/ https://127.0.0.1/ http://user@8.8.8.8/ http://user:pw@8.8.8.8/
http://:pw@8.8.8.8/ http://8.8.8.8@127.0.0.1/ http://127.0.0.1:8080\\@pub.example/ http://pub.example\\@127.0.0.1/
http://1.1.1.1&@2.2.2.2#@3.3.3.3/ http://pub.example:22/ http://pub.example:25/ http://pub.example:6379/
http://pub.example:0/ http://pub.example:99999/ ftp://pub.example/ file:///etc/passwd gopher://pub.example/
dict://pub.example/ data:text/xml,<rss/> javascript:alert(1) tg://resolve //pub.example/ pub.example /feed.xml
http:///etc/passwd http:// http://%31%32%37.0.0.1/ http://pub%2eexample/ http://[::1 http://..
http://3232235777/ http://0300.0250.1.1/ http://[0:0:0:0:0:ffff:7f00:0001]/ http://[::ffff:0:127.0.0.1]/
http://[fd00:ec2::254]/ http://100.100.100.200/ http://0.0.0.0:8080/ https://[::1]:8443/
http://pub.example/\x00 http://\udcff.example/
""".split(),
    *("", " ", "http://pub.example/a b", "http://pub\n.example/", "http://pub.example/" + "a" * 5000),
]

ASKED_URLS = """
http://pub.example/ https://pub.example/feed.xml http://pub.example:8080/ https://pub.example:8443/x?a=1&b=2
http://8.8.8.8/ http://[2606:4700::1111]/ http://127.0.0.1.example.com/ http://localhost.example.com/
http://10.example/ http://0x7f.example/ http://例子.测试/路径 http://xn--fsqu00a.xn--0zwm56d/ http://a-b.c_d.example/
http://pub.example./ http://pub.example:80/ https://pub.example:443/ http://pub.example/?u=http://127.0.0.1/
http://pub.example/@127.0.0.1 http://pub.example/#@127.0.0.1 HTTP://PUB.EXAMPLE/ http://1e100.net/ http://172.32.0.1/
http://example.1password/
""".split()


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_a_network_is_refused(address: str) -> None:
    with pytest.raises(UnsafeError):
        check_address(address, allow_private=False)


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_public_address_that_looks_like_a_private_one_is_asked(address: str) -> None:
    check_address(address, allow_private=False)
    check_address(address, allow_private=True)


@given(st.ip_addresses())
def test_what_python_calls_not_global_is_never_asked(address: IPv4Address | IPv6Address) -> None:
    if not address.is_global:
        with pytest.raises(UnsafeError):
            check_address(str(address), allow_private=False)


@given(st.integers(0, 2**32 - 1))
def test_no_ipv6_form_smuggles_an_ipv4_address(number: int) -> None:
    """Mapped, compatible, NAT64 and 6to4 addresses all end at some IPv4 address."""
    for network, shift in ((0xFFFF << 32, 0), (0, 0), (0x64FF9B << 96, 0), (0x2002 << 112, 80)):
        with pytest.raises(UnsafeError):
            check_address(str(IPv6Address(network | number << shift)), allow_private=False)


def test_private_addresses_are_asked_where_that_is_allowed() -> None:
    for (
        address
    ) in "127.0.0.1 10.1.2.3 172.20.0.1 192.168.1.1 100.64.0.1 ::1 fd00::1 ::ffff:127.0.0.1".split():
        check_address(address, allow_private=True)


@pytest.mark.parametrize(
    "address", "169.254.169.254 fe80::1 224.0.0.1 0.0.0.0 :: 255.255.255.255 ff02::1".split()
)
def test_no_setting_opens_link_local_multicast_and_reserved_addresses(address: str) -> None:
    with pytest.raises(UnsafeError):
        check_address(address, allow_private=True)


def test_a_name_is_not_taken_for_an_address() -> None:
    with pytest.raises(UnsafeError, match="not an IP address"):
        check_address("pub.example", allow_private=True)


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_a_url_that_leads_inside_or_astray_is_refused(url: str) -> None:
    with pytest.raises(UnsafeError) as refused:
        checked_url(url, allow_private=False)
    assert str(refused.value).endswith("."), "the reason is a sentence"


def test_the_table_of_refused_urls_is_long_enough() -> None:
    assert len(set(REFUSED_URLS)) >= 60
    assert len(set(ASKED_URLS)) >= 20


@pytest.mark.parametrize("url", ASKED_URLS)
def test_a_harmless_url_is_asked(url: str) -> None:
    assert checked_url(url, allow_private=False).scheme in ("http", "https")


@given(st.text(max_size=60))
def test_any_text_is_either_a_url_with_a_host_or_refused(text: str) -> None:
    try:
        url = checked_url(text, allow_private=False)
    except UnsafeError:
        return
    assert url.raw_host
    assert url.port in (80, 443, 8080, 8443)


@given(st.sampled_from(REFUSED_URLS), st.sampled_from(("http", "https")))
def test_a_redirect_target_is_held_to_the_same_rules(target: str, scheme: str) -> None:
    """Relative targets land on the base's own host, which has been checked before."""
    base = URL(f"{scheme}://pub.example/feed.xml")
    try:
        url = checked_url(target, allow_private=False, base=base)
    except UnsafeError:
        return
    assert url.raw_host == "pub.example"


def test_a_redirect_may_be_relative_and_may_become_secure_but_not_insecure() -> None:
    base = URL("http://pub.example/a/feed.xml")
    assert str(checked_url("../b.xml", allow_private=False, base=base)) == "http://pub.example/b.xml"
    assert str(checked_url("https://b.example/", allow_private=False, base=base)) == "https://b.example/"
    with pytest.raises(UnsafeError, match="from https to plain http"):
        checked_url("http://pub.example/", allow_private=False, base=URL("https://pub.example/"))


def test_odd_ports_are_for_private_networks() -> None:
    assert checked_url("http://127.0.0.1:5000/", allow_private=True).port == 5000
    with pytest.raises(UnsafeError, match="ports"):
        checked_url("http://pub.example:5000/", allow_private=False)


@pytest.mark.parametrize(
    "url", ["http://name:pw@pub.example/?key=pw", "http://127.0.0.1/?key=pw", "ftp://pw/"]
)
def test_a_reason_repeats_nothing_of_the_address(url: str) -> None:
    with pytest.raises(UnsafeError) as refused:
        checked_url(url, allow_private=False)
    assert "pw" not in str(refused.value)


def test_the_tables_hold_addresses_only() -> None:
    assert all(ip_address(address) for address in INSIDE + OUTSIDE)
