#!/usr/bin/env bash
# Which commit this is, as JSON: {"commit": …, "changes": "none" or a digest of what is not committed}.
set -euo pipefail

cd "$(dirname "$0")" || exit 1
commit=$(git rev-parse HEAD 2>/dev/null) || { printf '{"commit":"unknown","changes":"unknown"}'; exit 0; }
cd "$(git rev-parse --show-toplevel)" || exit 1
if [ -z "$(git status --porcelain)" ]; then
  changes=none
else
  changes=$({ git diff HEAD --binary; git ls-files --others --exclude-standard -z | xargs -0 -r sha256sum; } \
    | sha256sum | cut -d' ' -f1)
fi
printf '{"commit":"%s","changes":"%s"}' "$commit" "$changes"
