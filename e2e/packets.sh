#!/usr/bin/env bash
# Runs browser tests in a network of their own (Linux, as root) whose only way out counts what is sent, and fails where anything was:
#   npm run test:packets -- e2e/journey
# Before them a packet is sent on purpose, so that a counter that counts nothing is seen.
set -euo pipefail
if [ "${OCAQ_COUNTED:-}" = "" ]; then OCAQ_COUNTED=1 exec unshare --net "$0" "$@"; fi
ip link set lo up
ip link add out type veth peer name sink
echo 1 > /proc/sys/net/ipv6/conf/out/disable_ipv6
ip address add 192.0.2.1/24 dev out
ip link set sink up
ip link set out arp off up
ip route add default dev out
sent() { awk '$1 == "out:" { print $11 }' /proc/net/dev; } # its own network's, as /sys is not
echo planted > /dev/udp/198.51.100.1/9
planted=$(sent)
[ "$planted" -gt 0 ] || { echo "the counter did not see a packet that was sent on purpose"; exit 1; }
npm run -s test:browser -- "$@"
echo "packets sent: $(($(sent) - planted))"
[ "$(sent)" -eq "$planted" ]
