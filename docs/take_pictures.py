"""Take the README's pictures: the sample's e-mail in light, dark and on a phone, and the preview page.

Needs Chromium. Usage: python docs/take_pictures.py
"""

import shutil
import tempfile
import threading
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from newsletter.installation import open_installation
from newsletter.preview import make_server
from newsletter.proof import pull_proof

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
PERIOD = "2026-W47"
SETTINGS = """
[newsletter.weekly]
title = "Practice Weekly"
sender_name = "Ellervale Practices"
sender_address = "weekly@example.org"
postal_address = "1 Mill Lane, Ellervale"
"""
VIEWS: dict[str, tuple[str, dict[str, Any]]] = {
    "email": ("email/light", {"viewport": {"width": 700, "height": 1180}}),
    "email-dark": ("email/dark", {"viewport": {"width": 700, "height": 1180}}),
    "email-phone": ("email/light", {"viewport": {"width": 375, "height": 1180}}),
    "preview": ("", {"viewport": {"width": 1180, "height": 1180}}),
}


def main() -> None:
    """Serve a proof of the sample and photograph it."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as desk, sync_playwright() as playwright:
        (Path(desk) / "newsletter.toml").write_text(SETTINGS, encoding="utf-8")
        installation = open_installation(Path(desk), dump=ROOT / "examples" / "dump")
        server = make_server(lambda: pull_proof(installation, PERIOD))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        PICTURES.mkdir(exist_ok=True)
        for name, (path, context) in VIEWS.items():
            page = browser.new_context(**context).new_page()
            page.goto(f"{server.url.rstrip('/')}/{path}", wait_until="networkidle")
            page.screenshot(path=str(PICTURES / f"{name}.png"))
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
