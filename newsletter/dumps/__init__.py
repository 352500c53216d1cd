"""Dump directory -> posts: what a folder of crawled pages holds, what was left out of it, and why."""

from newsletter.dumps.findings import Findings
from newsletter.dumps.folder import read_folder

__all__ = ["Findings", "read_folder"]
