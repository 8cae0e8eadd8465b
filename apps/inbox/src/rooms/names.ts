/** What a room, its visitor and its lists are called on the screen. */
import { type ListName, ROOM_FILTERS, type RoomFilter, teamOf } from '@parley/client/agent';
import type { AgentRoom, Team } from '@parley/protocol';
import { LOCALE } from '../ui/locale.ts';

export const FOLDER_NAMES: Record<RoomFilter, string> = {
  unassigned: 'Unassigned',
  mine: 'Mine',
  bot: 'Bot',
  others: 'Others',
  closed: 'Closed',
};

export const isFolder = (value: string): value is ListName =>
  (ROOM_FILTERS as readonly string[]).includes(value) || /^team-[\w-]+$/.test(value);

/** A team's list is called as the team; "Team" until its name is known. */
export function folderName(folder: ListName, teams: readonly Team[] | null): string {
  const team = teamOf(folder);
  if (team === null) return FOLDER_NAMES[folder as RoomFilter];
  return teams?.find(({ id }) => id === team)?.name ?? 'Team';
}

/** Whether the room stands in the folder, as seen by the agent `me`. */
export function isIn(folder: ListName, room: Pick<AgentRoom, 'status' | 'owner' | 'team'>, me: string): boolean {
  const team = teamOf(folder);
  const where = folderOf(room, me);
  return team === null ? where === folder : where === 'unassigned' && room.team?.id === team;
}

/** Which of the lists holds the room, as seen by the agent `me`. */
export function folderOf({ status, owner }: Pick<AgentRoom, 'status' | 'owner'>, me: string): RoomFilter {
  if (status === 'closed') return 'closed';
  if (owner.kind === 'queue') return 'unassigned';
  if (owner.kind === 'bot') return 'bot';
  return owner.id === me ? 'mine' : 'others';
}

/** The contact's name or email, that it was erased, or "Visitor 7f3" by the end of the consumer's id (a further conversation's ~2 left off). */
export function visitorName({ contact, consumer, erased }: Pick<AgentRoom, 'contact' | 'consumer' | 'erased'>): string {
  if (erased) return 'Erased visitor';
  return contact.name || contact.email || `Visitor ${consumer.replace(/~\d+$/, '').slice(-3)}`;
}

/** The page without the site's origin, as it stands in the browser's line. */
export function pagePath(page: string): string {
  const url = URL.parse(page);
  return url ? `${url.pathname}${url.search}` : page;
}

const languages = new Intl.DisplayNames(LOCALE, { type: 'language' });

/** "Portuguese (Portugal)" for `pt-PT`; the tag itself where it is not one. */
export function languageName(tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
