/** Ranges of addresses: reading what people write, and whether an address lies within one. */
import ipaddr from 'ipaddr.js';

/** An IPv6 subscriber is given a /64; every address of it is the same one's. */
const SUBSCRIBER = { ipv4: 32, ipv6: 64 } as const;
/** More than that is no neighbourhood any more but half a country. */
const WIDEST = { ipv4: 16, ipv6: 32 } as const;

export interface Range {
  /** As Postgres and people write it: `203.0.113.0/24`, its host bits zero. */
  readonly text: string;
  /** One subscriber's alone. */
  readonly single: boolean;
  readonly tooWide: boolean;
}

/** `203.0.113.7`, `203.0.113.0/24`, `2001:db8::1`; null for what is neither an address nor a range. */
export function readRange(text: string): Range | null {
  const [written = '', prefix, ...rest] = text.trim().split('/');
  if (rest.length > 0 || !ipaddr.isValid(written) || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return null;
  // `1.2` and `0x7f.1` are addresses to some; here they are typing errors.
  if (!written.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(written)) return null;
  const address = ipaddr.process(written);
  const kind = address.kind();
  const mapped = ipaddr.parse(written).kind() !== kind;
  const most = kind === 'ipv4' ? 32 : 128;
  const bits = prefix === undefined ? SUBSCRIBER[kind] : Number(prefix) - (mapped ? 96 : 0);
  if (bits < 0 || bits > most) return null;
  // Within one subscriber's there is nobody else to be spared.
  const used = kind === 'ipv6' ? Math.min(bits, SUBSCRIBER.ipv6) : bits;
  const network = (kind === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(`${address.toString()}/${used}`);
  return { text: `${network.toString()}/${used}`, single: used >= SUBSCRIBER[kind], tooWide: used < WIDEST[kind] };
}

export function isWithin(ip: string, range: string): boolean {
  if (!ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  const [network, bits] = ipaddr.parseCIDR(range);
  return address.kind() === network.kind() && address.match([network, bits] as never);
}

/** As it is kept of a visitor; null for what is no address (a socket of the machine itself). */
export const plainAddress = (ip: string): string | null =>
  ipaddr.isValid(ip) ? ipaddr.process(ip.split('%')[0] as string).toString() : null;
