/** The names of the lists of rooms: the five that each room is in one of, those of teams, and of each what bears one label. */
import type { AgentRoom, CommandResult } from '@parley/protocol';

export type RoomCounts = CommandResult<'count_rooms'>;
/** Each room is in one of them. */
export const ROOM_FILTERS = ['unassigned', 'mine', 'bot', 'others', 'closed'] as const satisfies (keyof RoomCounts)[];
export type RoomFilter = (typeof ROOM_FILTERS)[number];

/** Of `unassigned` what waits for one team. */
export type TeamFilter = `team-${string}`;
export type ListName = RoomFilter | TeamFilter;

/** Of one list what bears one label. */
export type LabelledList = `${ListName}+${string}`;
export type AnyList = ListName | LabelledList;

export const labelled = (list: ListName, label: string | undefined): AnyList => (label ? `${list}+${label}` : list);
/** The list that it is a part of, and the label's id. */
export function partsOf(list: AnyList): { list: ListName; label: string | undefined } {
  const [name, label] = list.split('+');
  return { list: name as ListName, label };
}

export const teamFilter = (team: string): TeamFilter => `team-${team}`;
/** The team's id; null for the lists of everybody. */
export const teamOf = (list: ListName): string | null => (list.startsWith('team-') ? list.slice('team-'.length) : null);

/** Those that hold a room of the filter: it, where the room waits for a team that team's, and of each of these those of its labels. */
export function listsWithin(filter: RoomFilter, { team, labels = [] }: AgentRoom): readonly AnyList[] {
  const lists = filter === 'unassigned' && team ? [filter, teamFilter(team.id)] : [filter];
  return lists.flatMap((list) => [list, ...labels.map(({ id }) => labelled(list, id))]);
}

/** One room more in a list, or one less. */
export function counted(counts: RoomCounts, list: ListName, by: 1 | -1): RoomCounts {
  const team = teamOf(list);
  const next = (count = 0) => Math.max(0, count + by);
  if (team) return { ...counts, teams: { ...counts.teams, [team]: next(counts.teams[team]) } };
  return { ...counts, [list]: next(counts[list as RoomFilter]) };
}
