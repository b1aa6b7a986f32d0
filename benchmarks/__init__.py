"""Figures of docs/performance.md, measured beside a peer in one run. `make bench` writes the page."""
