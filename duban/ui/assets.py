"""Copies what the browser needs from node_modules into the package. Run by `make assets`."""

import shutil
from pathlib import Path

UI = Path(__file__).resolve().parent
MODULES = UI.parent.parent / "node_modules"
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "echarts/dist/echarts.common.min.js": "echarts.min.js",
}


def main() -> None:
    vendor = UI / "static" / "vendor"
    vendor.mkdir(parents=True, exist_ok=True)
    for source, target in FILES.items():
        text = (MODULES / source).read_text(encoding="utf-8")
        # Source maps are not shipped, and a dangling reference would fail the hashing of static files.
        lines = [line for line in text.splitlines() if "sourceMappingURL=" not in line or len(line) > 200]
        text = "\n".join(line.split("/*# sourceMappingURL=")[0].split("//# sourceMappingURL=")[0] for line in lines)
        (vendor / target).write_text(text, encoding="utf-8")
    icons = UI / "icons"
    shutil.rmtree(icons, ignore_errors=True)
    shutil.copytree(MODULES / "@tabler/icons/icons/outline", icons)


if __name__ == "__main__":
    main()
