/**
 * How announcements travel between nodes: the sender's node, then two lines for each (head, frame). The frame is carried as
 * it is, so that neither side pays for parsing or escaping what only sockets will read.
 */
import type { Announcement } from './bus.ts';

type Head = Omit<Announcement, 'frame' | 'site'>;

export const lineOf = ({ channels, except, close, note, frame = '' }: Announcement): string => {
  const head: Head = { channels, ...(except && { except }), ...(close && { close }), ...(note && { note }) };
  return `${JSON.stringify(head)}\n${frame}`;
};

export const packet = (node: string, lines: readonly string[]): string => `${node}\n${lines.join('\n')}`;

export const senderOf = (text: string): string => text.slice(0, Math.max(0, text.indexOf('\n')));

/** Throws what JSON.parse throws on text that no node of ours wrote. */
export function* announcementsIn(text: string, site: string | null): Generator<Announcement> {
  const lines = text.split('\n');
  for (let i = 1; i + 1 < lines.length; i += 2) {
    const frame = lines[i + 1] as string;
    yield { ...(JSON.parse(lines[i] as string) as Head), site, ...(frame !== '' && { frame }) };
  }
}
