"""What a browser is called by people, out of how it introduces itself."""

# The first that fits: nearly all of them also say Chrome and Safari, and WeChat's is inside WeCom's.
_BROWSERS = (
    ("wxwork", "企业微信"), ("DingTalk", "钉钉"), ("Lark", "飞书"), ("Feishu", "飞书"), ("MicroMessenger", "微信"),
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Macintosh", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_name(introduction: str) -> str:
    """“Chrome · Windows”; of a stranger, how it introduces itself."""
    known = [next((name for sign, name in signs if sign in introduction), "") for signs in (_BROWSERS, _SYSTEMS)]
    return " · ".join(filter(None, known)) or introduction
