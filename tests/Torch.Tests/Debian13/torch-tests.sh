#!/usr/bin/env bash
# Runs inside the Debian 13 root: builds the shim against its libtorch, puts it beside a copy of built tests, runs them.
#   torch-tests.sh ASSEMBLY FILTER
set -euo pipefail

export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

cmake -S /mnt/tests/native -B /tmp/shim -DCMAKE_BUILD_TYPE=Release
cmake --build /tmp/shim --parallel 2
# Not what a test beside this one is compiling, which may be gone before it is copied.
mkdir /tmp/tests
(cd /mnt/tests && find . -name '*.so.*' -o -type f -exec cp --parents -t /tmp/tests {} +)
cp /tmp/shim/libw2storch.so /tmp/tests/
/mnt/dotnet/dotnet vstest "/tmp/tests/$1" "--TestCaseFilter:$2"
