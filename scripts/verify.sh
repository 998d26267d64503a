#!/bin/sh
# Installs what the tests need and this machine lacks, then runs all of them; tests against real servers are required.
set -eu
cd "$(dirname "$0")/.."

missing=
need() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || missing="$missing $2"; }
need qemu-system-x86_64 qemu-system-x86
need qemu-img qemu-utils
need qemu-storage-daemon qemu-utils
need qemu-ga qemu-guest-agent
need sshd openssh-server
need ssh openssh-client
need socat socat
need ss iproute2
need jq jq
need fish fish
need zsh zsh

if [ -n "$missing" ]; then
  missing=$(printf '%s\n' $missing | sort -u | tr '\n' ' ')
  command -v apt-get >/dev/null 2>&1 || { echo "verify: please install: $missing" >&2; exit 1; }
  echo "verify: installing from the distribution: $missing"
  as_root=; [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

[ -d node_modules ] && [ node_modules -nt package-lock.json ] || npm ci --no-audit --no-fund
QMPSH_REQUIRE_REAL=1 npm test
