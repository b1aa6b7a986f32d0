#!/bin/sh
# Makes .venv and installs one locked list of packages into it, saying what it does.
# Usage: tools/setup.sh LOCK-FILE READY-FILE
set -eu
lock=$1
ready=$2
python=${PYTHON:-python3}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Readout Watch needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1)." >&2
    echo "Install one and name it: make run PYTHON=python3.12" >&2
    exit 2
fi
if [ ! -x .venv/bin/python ]; then
    echo "Setting up, once: making .venv ..." >&2
    "$python" -m venv .venv || {
        echo "Could not make .venv. On Debian and Ubuntu: apt install python3-venv" >&2
        exit 2
    }
fi
total=$(grep -c '==' "$lock")
echo "Installing $total packages from $lock, each checked by its hash (a minute or two) ..." >&2
.venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r "$lock" 2>&1 |
    awk -v total="$total" '
        /^(Collecting|Processing|Requirement already)/ { n++; name = $1 == "Requirement" ? $4 : $2
            sub(".*/", "", name); printf "\r  %d of %d  %-50.50s", n, total, name; fflush() }
        /^Installing/ { printf "\r  unpacking ...%-45s", ""; fflush() }
        /^ERROR|^error/ { printf "\n%s\n", $0; bad = 1 }
        END { printf "\r%-60s\r", ""; exit bad }' >&2
.venv/bin/python -m pip check --disable-pip-version-check >/dev/null || {
    echo "The packages did not install completely. Is a package index reachable? Try again: make" >&2
    exit 1
}
touch "$ready"
echo "Ready." >&2
