/** Which network addresses a shop may have: only public ones, so that no listed URL reaches our own network. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * True for an address of the public internet. Everything of IANA's special-purpose registries
 * (RFC 6890) is refused: loopback, private, link-local with the metadata services of clouds, carrier NAT,
 * multicast, documentation, and IPv6 forms that carry an IPv4 address inside.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special4.check(address, 'ipv4');
  if (!isIPv6(address)) return false;
  // Only global unicast (2000::/3) is in use on the internet; the exceptions within it are listed.
  return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}

const special4 = blockList('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]);

const global6 = blockList('ipv6', [['2000::', 3]]);
const special6 = blockList('ipv6', [
  // Protocol assignments with Teredo, documentation, 6to4, SRv6: none of them names a web server.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
]);

function blockList(family: 'ipv4' | 'ipv6', ranges: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, bits] of ranges) list.addSubnet(network, bits, family);
  return list;
}
