/**
 * How announcements travel between nodes: the sender's node and clock, then two lines for each (head, frame). The frame is carried as
 * it is, so that neither side pays for parsing or escaping what only sockets will read.
 */
import type { Announcement } from './bus.ts';

type Head = Omit<Announcement, 'frame' | 'site'>;

export const lineOf = ({ channels, except, close, note, frame = '' }: Announcement): string => {
  const head: Head = { channels, ...(except && { except }), ...(close && { close }), ...(note && { note }) };
  return `${JSON.stringify(head)}\n${frame}`;
};

/** `at` is the sender's own clock: it says something to the sender alone, which hears itself. */
export const packet = (node: string, at: number, lines: readonly string[]): string =>
  `${node} ${at}\n${lines.join('\n')}`;

export function senderOf(text: string): { node: string; at: number } {
  const [node = '', at] = text.slice(0, Math.max(0, text.indexOf('\n'))).split(' ');
  return { node, at: Number(at) };
}

/** Throws what JSON.parse throws on text that no node of ours wrote. */
export function* announcementsIn(text: string, site: string | null): Generator<Announcement> {
  const lines = text.split('\n');
  for (let i = 1; i + 1 < lines.length; i += 2) {
    const frame = lines[i + 1] as string;
    yield { ...(JSON.parse(lines[i] as string) as Head), site, ...(frame !== '' && { frame }) };
  }
}
