#!/bin/sh
# Packs the package, installs the tarball in an empty folder, and runs what a user would run there.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tarball=$(npm pack --silent --pack-destination "$work" | tail -n 1)
size=$(wc -c <"$work/$tarball")
echo "pack: $tarball, $size bytes"
[ "$size" -le 1000000 ] || { echo "pack: the tarball is over 1 MB" >&2; exit 1; }

mkdir "$work/user"
cd "$work/user"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "$work/$tarball"
[ "$(ls node_modules)" = qmpsh ] || { echo "pack: expected one package, found $(ls node_modules)" >&2; exit 1; }

answer=$(printf 'stop\nquery-status\n' | node_modules/.bin/qmpsh -g status demo: | tail -n 1)
[ "$answer" = '"paused"' ] || { echo "pack: expected \"paused\" from demo:, found $answer" >&2; exit 1; }
cat >library.mjs <<'JS'
import { connect } from 'qmpsh';
if (typeof connect !== 'function') throw new Error('the library has no connect');
JS
node library.mjs
echo 'pack: installed and run'
