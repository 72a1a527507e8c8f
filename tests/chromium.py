"""Where Chromium is. Its headless shell draws pages with half the work of the whole browser."""

import os
from pathlib import Path

_DEBIANS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
CHROMIUM = os.environ.get("CHROMIUM") or next((path for path in _DEBIANS if Path(path).exists()), _DEBIANS[-1])
