#!/bin/sh
# Resolves pyproject.toml anew into both lock files, with hashes and without any index address.
set -eu
compile() {
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" "$@"
}
compile pyproject.toml --output-file requirements.txt
compile --group dev pyproject.toml --output-file requirements-dev.txt
