import pytest

from duban.ui.browsers import browser_name

CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


@pytest.mark.parametrize(
    ("introduction", "name"),
    [
        (CHROME.format("Windows NT 10.0; Win64; x64"), "Chrome · Windows"),
        (CHROME.format("Linux; Android 14") + " MicroMessenger/8.0 wxwork/4.1", "企业微信 · Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1",
            "Safari · iPhone",
        ),
        ("curl/8.5", "curl/8.5"),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_people_call_it(introduction, name):
    assert browser_name(introduction) == name
