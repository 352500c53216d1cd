"""How long an editor waits for the preview: from the command to the first whole page, vectors cached.

Usage: python benchmarks/preview.py [RUNS]
"""

import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent


def wait_for_page(desk: Path) -> float:
    """Seconds from starting the command until the page and the e-mail have been read."""
    words = [sys.executable, "-m", "newsletter", "preview", "--no-browser", "--period", "2026-W47"]
    started = time.perf_counter()
    command = [*words, "--dump", str(ROOT / "examples" / "dump")]
    with subprocess.Popen(command, cwd=desk, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = next(line for line in process.stderr if "http://" in line).split()[2]
        for path in ("", "email/sent"):
            with urllib.request.urlopen(address.rstrip("/") + "/" + path, timeout=30) as page:
                page.read()
        waited = time.perf_counter() - started
        process.terminate()
    return waited


def main() -> None:
    """Print the first wait, which fills the cache, and the middle of the following ones."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as desk:
        cold = wait_for_page(Path(desk))
        warm = [wait_for_page(Path(desk)) for _ in range(runs)]
    print(f"first {cold:.2f} s, then {statistics.median(warm):.2f} s (worst of {runs}: {max(warm):.2f} s)")


if __name__ == "__main__":
    main()
