#!/bin/sh
# Finds the Chromium that the browser tests drive; installs Debian's where that is possible. With
# "whole" the shell, Chromium without windows, is not enough: benchmarks measure what readers have.
# Never fails: without one the tests say loudly that they were skipped.
found="chromium chromium-browser google-chrome google-chrome-stable"
packages="chromium"
if [ "$1" != whole ]; then
  found="chromium-headless-shell $found"
  # The shell is smaller and quicker; older releases do not have it.
  packages="chromium-headless-shell chromium"
fi
for name in $found; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ -n "$DRAWDOWN_CHROMIUM" ] && [ -x "$DRAWDOWN_CHROMIUM" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -q >/dev/null 2>&1
  for name in $packages; do
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
      "$name" fonts-dejavu-core >/dev/null 2>&1 && exit 0
  done
fi
echo '*** No Chromium was found and none could be installed: the browser tests will be SKIPPED.'
echo '*** Install one (Debian: apt-get install chromium) or set DRAWDOWN_CHROMIUM.'
exit 0
