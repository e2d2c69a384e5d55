// Finds the address of a pod and refuses those that must never be published: traffic to loopback and link-local
// addresses would reach the node that sends it (CVE-2020-8558, CVE-2021-25740).
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { IpFamily, PodView } from './podView.ts';

const refused = new BlockList();
refused.addSubnet('0.0.0.0', 8, 'ipv4');
refused.addSubnet('127.0.0.0', 8, 'ipv4');
refused.addSubnet('169.254.0.0', 16, 'ipv4');
refused.addSubnet('224.0.0.0', 4, 'ipv4');
refused.addAddress('::', 'ipv6');
refused.addAddress('::1', 'ipv6');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addSubnet('ff00::', 8, 'ipv6');

/** The pod's first address of the family; undefined when it has none. */
export function addressOf(pod: PodView, family: IpFamily): string | undefined {
  return pod.ips.find(family === 'IPv4' ? isIPv4 : isIPv6);
}

export function isRefusedAddress(address: string): boolean {
  return refused.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}
