#!/usr/bin/env bash
# Gradescope runs this once, when it builds the container of an assignment.
# Fill in: WORKSHOP, the address of your copy of the workshop.
set -euo pipefail

WORKSHOP=${WORKSHOP:-https://HOST/OWNER/cffi-workshop.git}
AUTOGRADER=${AUTOGRADER:-/autograder}

apt-get update
apt-get install --yes --no-install-recommends gcc libc6-dev make git python3 python3-dev python3-venv bubblewrap
git clone --quiet --depth 1 "$WORKSHOP" "$AUTOGRADER/workshop"
python3 -m venv "$AUTOGRADER/venv"
"$AUTOGRADER/venv/bin/pip" install --quiet --constraint "$AUTOGRADER/workshop/constraints.txt" \
    --editable "$AUTOGRADER/workshop"
