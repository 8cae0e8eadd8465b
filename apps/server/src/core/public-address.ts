/** Which addresses belong to the public internet. Whatever is not surely public is not: networks of one's own, the machine itself, and what leads to them in disguise. */
import ipaddr from 'ipaddr.js';

/** All that is handed out of IPv6 so far; within it ipaddr.js knows what has another meaning. */
const GLOBAL_V6 = ipaddr.parseCIDR('2000::/3');

/** False for what is no address at all, too. An IPv4 address within an IPv6 one counts as what it is. */
export function isPublicAddress(text: string): boolean {
  // A zone (fe80::1%eth0) is of this machine's links alone.
  if (!ipaddr.isValid(text) || text.includes('%')) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(GLOBAL_V6 as [ipaddr.IPv6, number]);
}
