/** Email addresses: what is accepted as one, and how little of it is shown in logs. */
import { refuse } from '../core/errors.ts';

// One @, a dot in the domain, and nothing that means something in a header or a list of recipients.
const ADDRESS =
  /^[^\s@<>,;:"()[\]\\\p{Cc}\p{Cf}]{1,64}@[^\s@<>,;:"()[\]\\.\p{Cc}\p{Cf}]+(\.[^\s@<>,;:"()[\]\\.\p{Cc}\p{Cf}]+)+$/u;

/** The trimmed address in small letters; null for anything else. Whether a mailbox is there, only a mail can tell. */
export function readAddress(text: string): string | null {
  const address = text.trim().toLowerCase();
  return address.length <= 254 && ADDRESS.test(address) ? address : null;
}

/** As `readAddress`; throws `invalid` naming the field. */
export function requireAddress(text: string, field = 'email'): string {
  const address = readAddress(text);
  if (!address) throw refuse('invalid', { fields: { [field]: 'does not look like an email address' } });
  return address;
}

/** `a***@example.com`: enough to find a mail by, too little to write to. */
export const maskAddress = (address: string): string => address.replace(/^(.)[^@]*/, '$1***');
