/** Tells agents who came to and left their rooms, and visitors whether anybody of the team is online. */
import type { PresenceEvent, PresentIn, VisitorPresenceEvent } from '@parley/protocol';
import { isGuest } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { PresenceChange, PresenceChannel } from '../core/presence.ts';
import { AGENTS_HERE, agentsChannel, agentsHere, roomAgentsChannel, roomName } from './channels.ts';
import {
  type HereData,
  LOOKING_AT,
  lookedAt,
  presenceIn,
  visitorIs,
  visitorsAway,
  visitorsHere,
} from './who-is-here.ts';

/** Changes of one site gather for so long: a thousand visitors who come back are two frames a second for each agent. */
const GATHER_MS = 500;
/** As with positions: six lost beats are forgiven. */
const LATELY_MS = 60_000;
const MOST_ROOMS = 500;

interface Changed {
  readonly slug: string;
  /** When each room changed last; the newest at the end. */
  readonly at: Map<string, number>;
  readonly untold: Set<string>;
}
const KEY = Symbol('presence news');
const bySite = (core: Core) => core.state.get(KEY, () => new Map<string, Changed>());

/** Every node hears of every change in the sites it follows, and tells its own sockets. */
export const startPresenceNews = (core: Core): (() => void) => core.presence.watch((change) => hear(core, change));

function hear(core: Core, { channel, member, before, sockets, data }: PresenceChange): void {
  const { site: siteId, name } = channel;
  const cameOrLeft = before === 0 || sockets === 0;
  if (siteId === null) {
    if (cameOrLeft && name.startsWith(AGENTS_HERE)) tellVisitors(core, name.slice(AGENTS_HERE.length), sockets > 0);
  } else if (name.startsWith(LOOKING_AT)) {
    if (cameOrLeft) touched(core, siteId, name.slice(LOOKING_AT.length), data as HereData);
  } else if (visitorTurned(core, siteId, { channel, member, before, sockets })) {
    touched(core, siteId, member, data as HereData);
  }
}

/** Whether the visitor is here, away or gone otherwise than before: of several pages one may look away and another not. */
function visitorTurned(
  { presence }: Core,
  siteId: string,
  { channel, member, before, sockets }: Omit<PresenceChange, 'data'>,
): boolean {
  const [here, away] = [visitorsHere(siteId), visitorsAway(siteId)];
  const count = (of: PresenceChannel) => presence.find(of, member)?.sockets ?? 0;
  if (channel.name === here.name) return visitorIs(before, count(away)) !== visitorIs(sockets, count(away));
  return channel.name === away.name && visitorIs(count(here), before) !== visitorIs(count(here), sockets);
}

function touched(core: Core, siteId: string, key: string, { site: slug }: HereData): void {
  // Nobody here to tell: who comes later asks for rooms as they then are.
  if (core.sockets.on(agentsChannel(siteId)).size + core.sockets.on(roomAgentsChannel(siteId, key)).size === 0) return;
  const changed = bySite(core).get(siteId) ?? { slug, at: new Map(), untold: new Set() };
  bySite(core).set(siteId, changed);
  changed.at.delete(key);
  changed.at.set(key, Date.now());
  if (changed.untold.size === 0) setTimeout(() => tellAgents(core, siteId, changed), GATHER_MS).unref();
  changed.untold.add(key);
}

function tellAgents(core: Core, siteId: string, { slug, untold }: Changed): void {
  const keys = [...untold];
  untold.clear();
  const say = (channel: string, keys: readonly string[]) => {
    if (core.sockets.on(channel).size === 0) return;
    const rooms = presentIn(core, siteId, slug, keys);
    const event: PresenceEvent = { command: 'presence', rooms };
    core.sockets.deliver({ site: siteId, channels: [channel], frame: JSON.stringify(event) });
  };
  say(agentsChannel(siteId), keys);
  for (const key of keys) say(roomAgentsChannel(siteId, key), [key]);
}

const presentIn = (core: Core, siteId: string, slug: string, keys: readonly string[]): PresentIn[] =>
  keys.map((key) => ({ room: roomName(slug, key), ...presenceIn(core, siteId, key) }));

/** What a heartbeat tells the site's agents again: the rooms that changed lately, and those that are looked at from here. */
export function presenceLately(core: Core, siteId: string): PresentIn[] {
  const looked = lookedAt(core, siteId);
  const changed = bySite(core).get(siteId);
  for (const [key, at] of changed?.at ?? []) if (at < Date.now() - LATELY_MS) changed?.at.delete(key);
  if (changed?.at.size === 0) bySite(core).delete(siteId);
  const slug = changed?.slug ?? looked.values().next().value;
  if (slug === undefined) return [];
  const keys = new Set([...[...(changed?.at.keys() ?? [])].slice(-MOST_ROOMS), ...looked.keys()]);
  return presentIn(core, siteId, slug, [...keys]);
}

/** To all visitors of the site, when the first of its agents came or the last one left. */
function tellVisitors(core: Core, siteId: string, came: boolean): void {
  if (core.presence.members(agentsHere(siteId)).length !== (came ? 1 : 0)) return;
  const event: VisitorPresenceEvent = { command: 'presence', people_online: came };
  const frame = JSON.stringify(event);
  for (const socket of core.sockets.all()) {
    if (isGuest(socket.actor) && socket.actor.siteId === siteId) socket.send(frame);
  }
}
