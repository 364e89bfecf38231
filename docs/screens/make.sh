#!/bin/sh
# Takes the pictures of this folder with the real site, the demo month and a real browser, in about ten minutes.
# CHROMIUM names the browser where it is not at /usr/bin/chromium.
set -eu
cd "$(dirname "$0")/../.."
rm -f docs/screens/*.webp
TRAILBOARD_ASKED=screens dotnet test tests/EndToEnd --filter FullyQualifiedName~TrailBoard.EndToEnd.Asked
