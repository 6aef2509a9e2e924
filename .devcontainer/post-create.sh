#!/usr/bin/env bash
# Once, in a new container: install what `make start` and the notebooks need, see that it works, and make the
# folder of copies that the notebooks are opened in.
set -euo pipefail
cd "$(dirname "$0")/.."

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    xargs -a .binder/apt.txt env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends
fi

make .venv/.lab
make start
.venv/bin/python -m cffi_workshop lab --folder
