from tests.preview.chromium import chromium

__all__ = ["chromium"]
