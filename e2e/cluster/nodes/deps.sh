#!/bin/bash
# `make cluster-deps`: installs the Debian packages that nodes need. It changes nothing when all are there.
set -euo pipefail
packages=(conntrack iproute2 libseccomp-dev nftables util-linux)
# runc is built with C code.
command -v gcc >/dev/null || packages+=(gcc libc6-dev)
command -v pkg-config >/dev/null || packages+=(pkg-config)
missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0
if [ "$(id -u)" != 0 ]; then
  echo "Cannot install ${missing[*]}: only root may; run \`sudo apt-get install ${missing[*]}\`" >&2
  exit 1
fi
echo "Installing Debian packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq --yes --no-install-recommends "${missing[@]}" >/dev/null
