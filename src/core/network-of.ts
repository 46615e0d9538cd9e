/** Whom a limit counts for: one person has one IPv4 address, and of IPv6 a whole network. */
import { isIPv4, isIPv6 } from 'node:net';

/**
 * The address itself for IPv4, also where it is written as IPv6; the first 64 bits of any other IPv6 address, since every
 * subscriber has at least the rest to choose from (RFC 6177). What is no address is returned as it is.
 */
export function networkOf(address: string): string {
  const bare = address.replace(/%.*$/u, '');
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(bare) ?? [];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  return isIPv6(bare) ? `${groupsOf(bare).slice(0, 4).join(':')}::/64` : address;
}

/** The groups of an address in their shortest form, with those that `::` stands for. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const groups = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => group.replace(/^0+(?=.)/u, '').toLowerCase());
  if (tail === undefined) return groups(head);
  const [before, after] = [groups(head), groups(tail)];
  return [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after];
}
