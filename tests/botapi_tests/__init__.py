"""Tests of the strict Bot API server itself: it must be right, for every other test believes it."""
