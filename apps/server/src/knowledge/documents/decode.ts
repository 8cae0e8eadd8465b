/** Bytes as text, in whatever encoding they seem to be. */
import { isBlank } from '@parley/protocol/blank';
import { Unreadable } from './document.ts';

/** Characters of a text: eight novels. */
const LONGEST = 4_000_000;
/** Of 100 characters, so many may be control characters in a text for people. */
const MOST_CONTROL = 1;

/** A mark at the beginning is believed first, then valid UTF-8, then `charset`, then Windows-1252, in which all bytes mean something. */
export function decode(bytes: Uint8Array, charset?: string): string {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  if (marked) return as(marked, bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return as(charset && !/^utf-?8$/i.test(charset) ? charset : 'windows-1252', bytes);
  }
}

function as(charset: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Throws `empty` where nothing is written, `too_long`, and `not_text` for what was never text. */
export function decodeText(bytes: Uint8Array): string {
  const text = decode(bytes);
  if (text.length > LONGEST) throw new Unreadable('too_long');
  if (isBlank(text)) throw new Unreadable('empty');
  const start = text.slice(0, 100_000);
  const control = start.match(/\p{Cc}|\ufffd/gu)?.filter((found) => !/\s/.test(found)).length ?? 0;
  if (start.includes('\0') || control * 100 > start.length * MOST_CONTROL) throw new Unreadable('not_text');
  return text.replace(/\r\n?/g, '\n').toWellFormed();
}
