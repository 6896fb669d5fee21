"""Which URLs and addresses the guard lets through, and that no spelling gets around it."""

import ipaddress
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsmith.domain.errors import ValidationFailed
from docsmith.domain.guard import Refused, Target, forbidden, judge
from docsmith.usecases.check_url import check_webhook_url

DATA = Path(__file__).parents[2] / "data"
HOSTILE = [
    (url, why)
    for why, urls in tomllib.loads((DATA / "hostile_urls.toml").read_text()).items()
    for url in urls
]
FORBIDDEN = (DATA / "forbidden_addresses.txt").read_text().split()
PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:82a::200e"]
LOCAL = ("127.0.0.1", "localhost", "[::1]", "printer.lan")


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert len(HOSTILE) > 120


@pytest.mark.parametrize(("url", "why"), HOSTILE)
def test_a_hostile_url_is_refused_for_the_right_reason(url: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        judge(url)


@pytest.mark.parametrize(("url", "why"), HOSTILE)
def test_allowing_some_private_hosts_opens_no_other_spelling_of_them(url: str, why: str) -> None:
    """Only the very host that was named passes: never a number that means the same address."""
    try:
        target = judge(url, allowed=LOCAL)
    except Refused:
        return
    assert target.trusted
    assert target.host in {"127.0.0.1", "localhost", "::1"}, why


@pytest.mark.parametrize("address", FORBIDDEN)
def test_an_address_that_is_not_public_is_forbidden(address: str) -> None:
    assert forbidden(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_not_forbidden(address: str) -> None:
    assert forbidden(ipaddress.ip_address(address)) is None


def test_an_address_of_one_interface_is_forbidden() -> None:
    assert forbidden(ipaddress.ip_address("2606:4700::1111%eth0"))


@given(address=st.ip_addresses(v=4))
def test_what_the_library_calls_private_is_never_let_through(
    address: ipaddress.IPv4Address,
) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert forbidden(address)


@given(inner=st.ip_addresses(v=4))
def test_no_address_within_an_address_is_let_through(inner: ipaddress.IPv4Address) -> None:
    for prefix in ("::ffff:", "::", "64:ff9b::"):
        assert forbidden(ipaddress.IPv6Address(f"{prefix}{inner}"))
    assert forbidden(ipaddress.IPv6Address((0x2002 << 112) | (int(inner) << 80)))


@given(number=st.integers(0, 2**32 - 1), form=st.sampled_from(["{}", "{:#x}", "0{:o}"]))
def test_a_whole_address_as_one_number_is_refused(number: int, form: str) -> None:
    with pytest.raises(Refused):
        judge(f"https://{form.format(number)}/")


@given(text=st.text(max_size=60))
def test_whatever_is_written_is_judged_or_refused_and_what_passes_is_plain(text: str) -> None:
    for url in (text, f"https://{text}", f"https://customer.example/{text}"):
        try:
            target = judge(url)
        except Refused:
            continue
        assert target.scheme == "https"
        assert target.port == 443
        assert target.path.startswith("/")
        assert (target.host + target.path).isascii()
        assert not set(target.host + target.path) & set(" \r\n\t\\@") - set("@")
        assert target.literal is None or forbidden(target.literal) is None


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://customer.example", "customer.example", "/"),
        ("https://customer.example./hook", "customer.example", "/hook"),
        ("HTTPS://Customer.Example:443/Hook?a=1#part", "customer.example", "/Hook?a=1"),
        ("https://customer.example?a=b", "customer.example", "/?a=b"),
        ("https://bücher.example/ü?q=%C3%BC", "xn--bcher-kva.example", "/%C3%BC?q=%C3%BC"),
        ("https://a_b.c-d.example:/", "a_b.c-d.example", "/"),
        ("https://8.8.8.8/", "8.8.8.8", "/"),
        ("https://[2606:4700:4700:0::1111]/", "2606:4700:4700::1111", "/"),
        ("https://127.0.0.1.nip.io/", "127.0.0.1.nip.io", "/"),
        ("https://customer.example/hook@v2", "customer.example", "/hook@v2"),
    ],
)
def test_an_ordinary_url_is_read_into_normal_form(url: str, host: str, path: str) -> None:
    assert judge(url) == Target(scheme="https", host=host, port=443, path=path, trusted=False)


def test_a_named_host_may_use_http_and_any_port() -> None:
    target = judge("http://127.0.0.1:8099/hook", allowed=LOCAL)
    assert (target.scheme, target.port, target.trusted) == ("http", 8099, True)
    assert target.authority == "127.0.0.1:8099"
    assert judge("https://printer.lan/", allowed=LOCAL).authority == "printer.lan"
    assert judge("https://[::1]:9000/", allowed=LOCAL).authority == "[::1]:9000"


def test_a_named_host_is_one_host_not_a_suffix() -> None:
    for url in ("https://a.printer.lan/", "https://127.1/", "https://printer.lan.corp/"):
        with pytest.raises(Refused):
            judge(url, allowed=LOCAL)


def test_a_url_of_five_thousand_characters_is_refused() -> None:
    with pytest.raises(Refused, match="longer than 2,000"):
        judge("https://customer.example/" + "a" * 4_975)


def test_submission_says_which_field_is_at_fault_and_why() -> None:
    with pytest.raises(ValidationFailed) as caught:
        check_webhook_url("https://10.0.0.1/", ())
    assert caught.value.message == ("webhook_url leads to 10.0.0.1, which is not a public address.")
    assert caught.value.facts["detail"][0]["field"] == "webhook_url"


def test_submission_does_not_resolve_names() -> None:
    check_webhook_url("https://no-such-name-anywhere.example/", ())
    check_webhook_url("http://localhost:9/", ("localhost",))
