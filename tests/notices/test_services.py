import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from duban.journal.models import Entry
from duban.notices import services
from duban.notices.actions import allowing, wishes
from duban.notices.models import Channel, Service

PUBLIC = ["93.184.215.14"]


@pytest.mark.parametrize(
    "address",
    [
        "wecombot://693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa",
        "dingtalk://secretsecret@tokentoken",
        "feishu://abcd1234",
        "lark://abcd-1234-abcd",
    ],
)
def test_built_in_services_need_no_allowing(db, address):
    services.check_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "json://127.0.0.1/x",
        "jsons://example.test/x",
        "wecombot://key?verify=no",
        "wecombot://key/../../x",
        "dingtalk://token/?url=http://10.0.0.1",
        "syslog://",
        "exec://x",
        "https://example.test",
        "wecombot://",
        "",
        "jsons://user@example.test\nx",
    ],
)
def test_anything_else_is_refused(db, address):
    with pytest.raises(ValidationError):
        services.check_address(address, resolver=lambda _host: PUBLIC)


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["192.168.0.1"],
        ["169.254.169.254"],
        ["::1"],
        ["fd00::1"],
        ["fe80::1%eth0"],
        ["::ffff:127.0.0.1"],
        ["0.0.0.0"],
        [*PUBLIC, "10.0.0.1"],
        [],
    ],
)
def test_an_allowed_host_that_points_inside_is_refused(db, addresses):
    Service.objects.create(scheme="jsons", host="hook.example.test")
    services.check_address("jsons://hook.example.test/x", resolver=lambda _host: PUBLIC)
    with pytest.raises(ValidationError):
        services.check_address("jsons://hook.example.test/x", resolver=lambda _host: addresses)


@pytest.mark.parametrize(("address", "may"), [("10.1.2.3", True), ("127.0.0.1", False), ("169.254.169.254", False)])
def test_inside_means_the_network_of_the_group_and_never_this_machine(db, address, may):
    Service.objects.create(scheme="json", host="robot.example.test", inside=True)
    if may:
        services.check_address("json://robot.example.test/x", resolver=lambda _host: [address])
    else:
        with pytest.raises(ValidationError):
            services.check_address("json://robot.example.test/x", resolver=lambda _host: [address])


@pytest.mark.parametrize(
    ("allowed", "address", "may"),
    [
        ("robot.example.test", "json://robot.example.test/x", True),
        ("robot.example.test", "json://robot.example.test:80/x", True),
        ("robot.example.test", "json://robot.example.test:9200/_cluster/settings", False),
        ("robot.example.test:8080", "json://robot.example.test:8080/x", True),
        ("robot.example.test:8080", "json://robot.example.test/x", False),
    ],
)
def test_what_else_listens_on_the_host_of_a_robot_is_not_called(world, monkeypatch, allowed, address, may):
    monkeypatch.setattr(services.check_host, "__kwdefaults__", {"resolver": lambda _host: ["10.1.2.3"]})
    made = allowing.allow_service(actor=world.administrator, scheme="json", host=allowed, inside=True)
    assert made.host == allowed
    if may:
        services.check_address(address, resolver=lambda _host: ["10.1.2.3"])
    else:
        with pytest.raises(ValidationError):
            services.check_address(address, resolver=lambda _host: ["10.1.2.3"])


def test_user_part_cannot_smuggle_another_host(db):
    Service.objects.create(scheme="jsons", host="hook.example.test")
    with pytest.raises(ValidationError):
        services.check_address("jsons://hook.example.test@evil.example/x", resolver=lambda _host: PUBLIC)


@pytest.mark.parametrize(
    "address",
    [
        "jsons://@evil.example:80@hook.example.test/",
        "jsons://a@evil.example@hook.example.test:99999/",
        "jsons://evil.example%2F@hook.example.test/",
        "jsons://hook.example.test:443@evil.example",
        "jsons://a:b:c@hook.example.test/",
    ],
)
def test_an_address_that_two_readers_would_read_differently_is_refused(db, address):
    Service.objects.create(scheme="jsons", host="hook.example.test")
    with pytest.raises(ValidationError):
        services.check_address(address, resolver=lambda _host: PUBLIC)


def test_nothing_is_sent_to_another_host_than_the_one_checked(db, monkeypatch):
    """Even if an address slips through the check: what the sender made of it decides."""
    import requests

    called = []
    monkeypatch.setattr(services, "check_address", lambda _address: None)
    monkeypatch.setattr(requests.Session, "request", lambda _self, _method, url, **_: called.append(url))
    assert not services.send_to("jsons://@evil.example:80@hook.example.test/", title="t", body="b")
    assert not called


def test_the_address_is_checked_again_when_sending(db):
    with pytest.raises(ValidationError):
        services.send_to("jsons://not-allowed.example.test/x", title="t", body="b")


def test_redirects_are_not_followed(db, monkeypatch):
    import apprise

    seen = []

    class Fake:
        def notify(self, **_):
            seen.append(self.redirects)
            return True

    monkeypatch.setattr(apprise.Apprise, "instantiate", lambda *_, **__: Fake())
    assert services.send_to("feishu://abcd1234", title="t", body="b")
    assert seen == [False]


def test_only_the_administrator_of_the_group_allows(world, monkeypatch):
    monkeypatch.setattr(services, "resolve", lambda _host: PUBLIC)
    monkeypatch.setattr(services.check_host, "__kwdefaults__", {"resolver": lambda _host: PUBLIC})
    service = allowing.allow_service(actor=world.administrator, scheme="jsons", host="hook.example.test", inside=False)
    assert Entry.objects.get().kind == "notice.service_allowed"
    for person in (world.east_administrator, world.leader, world.clerk):
        with pytest.raises(PermissionDenied):
            allowing.allow_service(actor=person, scheme="jsons", host="x.example.test", inside=False)
        with pytest.raises(PermissionDenied):
            allowing.forbid_service(service.pk, actor=person)
    allowing.forbid_service(service.pk, actor=world.administrator)
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("copied", "kept"),
    [
        (" https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx ", "wecombot://693a91f6-7xxx"),
        ("https://oapi.dingtalk.com/robot/send?access_token=abcdef0123", "dingtalk://abcdef0123"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/3e8c-2f7a", "feishu://3e8c-2f7a"),
        ("https://open.larksuite.com/open-apis/bot/v2/hook/3e8c-2f7a", "lark://3e8c-2f7a"),
    ],
)
def test_what_a_robot_shows_as_its_address_may_be_copied(world, copied, kept):
    assert wishes.add_channel(actor=world.clerk, name="示例群", address=copied).address == kept
    with pytest.raises(ValidationError):
        wishes.add_channel(actor=world.clerk, name="示例群", address=f"{copied.strip()}&url=http://10.0.0.1")


def test_a_secret_address_never_enters_the_journal(world):
    channel = wishes.add_channel(actor=world.clerk, name="示例群", address="feishu://very-secret-token")
    wishes.remove_channel(channel.pk, actor=world.clerk)
    assert [e.kind for e in Entry.objects.order_by("id")] == ["notice.channel_added", "notice.channel_removed"]
    assert not any("very-secret" in body for body in Entry.objects.values_list("body", flat=True))
    assert not Channel.objects.exists()


def test_who_allows_a_service_reads_what_each_kind_is_with_an_example(client, world):
    client.force_login(world.administrator)
    form = client.get(reverse("notices:services")).content.decode()
    for scheme in services.ALLOWABLE:
        option = re.search(rf'<option value="{scheme}"[^>]*>([^<]*)<', form).group(1)
        assert f"for example {scheme}://" in option
