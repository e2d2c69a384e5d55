#!/bin/bash
# init.sh NAME STATE HIERARCHY...: the first process of a node, in namespaces of its own. It mounts what a node must not
# share with the machine, says so in STATE/mounted, and reaps orphans until its end, with which everything in it ends.
set -euo pipefail
name=$1
state=$2
shift 2
hostname "$name"
ulimit -n "$(ulimit -Hn)"
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
for hierarchy in "$@"; do
  mkdir "/sys/fs/cgroup/$hierarchy"
  option=$hierarchy
  [ "$hierarchy" != systemd ] || option=none,name=systemd
  mount -t cgroup -o "$option" cgroup "/sys/fs/cgroup/$hierarchy"
done
# Paths that containerd, runc and kubelet do not let anyone choose.
mount -t tmpfs tmpfs /run
mkdir -p /run/netns /run/lock
mount -t tmpfs tmpfs /var/log
mkdir -p "$state/overlay/upper" "$state/overlay/work"
mount -t overlay -o "lowerdir=/var/lib,upperdir=$state/overlay/upper,workdir=$state/overlay/work" overlay /var/lib
# A kubelet writes these settings of the whole machine unless they read as it wants: it is shown files that do.
mkdir -p "$state/sysctl"
for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
  kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
  path=${setting%=*}
  file=$state/sysctl/${path##*/}
  echo "${setting#*=}" >"$file"
  mount --bind "$file" "/proc/sys/$path"
done
ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward
touch "$state/mounted"
while :; do
  sleep infinity &
  wait $!
done
