/** How the configuration names the proxies in front. Read by `config.ts` alone. */
import { BlockList, isIP } from 'node:net';

/** Undefined where the text is none of the four forms. */
export function readTrustProxy(text: string): boolean | number | string[] | undefined {
  const word = text.toLowerCase();
  if (['off', 'false', 'no', '0'].includes(word)) return false;
  if (['on', 'true', 'yes'].includes(word)) return true;
  if (/^\d{1,2}$/.test(word)) return Number(word);
  const proxies = word.split(',').map((proxy) => proxy.trim());
  return proxies.every(isProxy) ? proxies : undefined;
}

function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text) || isIP(text) !== 0) return true;
  const [address = '', bits = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  try {
    new BlockList().addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
    return true;
  } catch {
    return false;
  }
}
