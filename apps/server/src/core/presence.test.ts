/** Holds what presence promises between nodes: two of them on one bus, which may lose what it carries. */
import { afterEach, expect, test, vi } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { seededRandom } from '../../test/fault-proxy.ts';
import { type Announcement, type Bus, memoryBus } from './bus.ts';
import { Presence, type PresenceChange, type PresenceChannel } from './presence.ts';

const BEAT_MS = 30;
const visitors: PresenceChannel = { site: 'a site', name: 'visitors' };
const agents: PresenceChannel = { site: null, name: 'agents' };

const started: Presence[] = [];
afterEach(() => {
  for (const presence of started.splice(0)) presence.stop();
  vi.useRealTimers();
});

/** A node; `lose` decides about each announcement that it sends. */
function node(shared: Bus, lose: (announcement: Announcement) => boolean = () => false): Presence {
  const bus: Bus = { ...shared, publish: (announcement) => lose(announcement) || shared.publish(announcement) };
  const presence = new Presence(bus, BEAT_MS);
  presence.start();
  started.push(presence);
  return presence;
}

const names = (presence: Presence, channel = visitors) =>
  presence
    .members(channel)
    .map(({ member, sockets }) => `${member} ${sockets}`)
    .sort();

test('a member is here from its first socket to its last, on whichever node they are', () => {
  const bus = memoryBus();
  const [one, two] = [node(bus), node(bus)];
  const seen: PresenceChange[] = [];
  two.watch((change) => seen.push(change));
  const leaveOne = one.join(visitors, 'ada', { page: '/one' });
  const leaveTwo = two.join(visitors, 'ada', { page: '/two' });
  const leaveAgain = one.join(visitors, 'ada', { page: '/three' });
  for (const presence of [one, two]) {
    expect(presence.find(visitors, 'ada')).toMatchObject({ member: 'ada', sockets: 3 });
    expect(presence.find(agents, 'ada')).toBeNull();
  }
  leaveOne();
  leaveOne();
  expect([names(one), names(two)]).toEqual([['ada 2'], ['ada 2']]);
  leaveAgain();
  expect([names(one), names(two)]).toEqual([['ada 1'], ['ada 1']]);
  leaveTwo();
  expect([names(one), names(two)]).toEqual([[], []]);
  expect(seen.map(({ member, before, sockets }) => [member, before, sockets])).toEqual([
    ['ada', 0, 1],
    ['ada', 1, 2],
    ['ada', 2, 3],
    ['ada', 3, 2],
    ['ada', 2, 1],
    ['ada', 1, 0],
  ]);
  expect([seen[0]?.data, seen.at(-1)?.data]).toEqual([{ page: '/one' }, { page: '/two' }]);
});

test('a node that comes later learns who is here', async () => {
  const bus = memoryBus();
  const one = node(bus);
  one.join(visitors, 'ada');
  one.join(agents, 'mia', { name: 'Mia' });
  const two = node(bus);
  await eventually(() => two.find(visitors, 'ada') && two.find(agents, 'mia'));
  expect(two.members(agents)).toEqual([{ member: 'mia', data: { name: 'Mia' }, sockets: 1 }]);
});

test('whatever is lost is made good', async () => {
  const random = seededRandom(7);
  const bus = memoryBus();
  const lose = () => random() < 0.3;
  const [one, two] = [node(bus, lose), node(bus, lose)];
  const leaves: (() => void)[] = [];
  for (let n = 0; n < 300; n++) {
    const presence = random() < 0.5 ? one : two;
    if (random() < 0.6) leaves.push(presence.join(random() < 0.5 ? visitors : agents, `m${Math.floor(random() * 9)}`));
    else leaves.splice(Math.floor(random() * leaves.length), 1)[0]?.();
  }
  await eventually(
    () => `${names(one)} ${names(one, agents)}` === `${names(two)} ${names(two, agents)}` && names(one).length > 0,
  );
  for (const leave of leaves) leave();
  await eventually(() => [one, two].every((presence) => names(presence).length + names(presence, agents).length === 0));
});

test('a missed beat sends nobody away; a node that died does, and one that stops does at once', () => {
  // A busy machine may be late by more beats than are forgiven.
  vi.useFakeTimers();
  const bus = memoryBus();
  let beats = 0;
  let dead = false;
  const isBeat = ({ note }: Announcement) => (note?.data as { kind: string } | undefined)?.kind === 'alive';
  const one = node(bus, (announcement) => dead || (isBeat(announcement) && ++beats % 3 === 0));
  const two = node(bus);
  const left: string[] = [];
  two.watch(({ member, sockets }) => sockets > 0 || left.push(member));
  one.join(visitors, 'ada');
  vi.advanceTimersByTime(12 * BEAT_MS);
  expect(beats).toBeGreaterThan(9);
  expect(left).toEqual([]);
  dead = true;
  vi.advanceTimersByTime(5 * BEAT_MS);
  expect(left).toEqual(['ada']);

  const three = node(bus);
  three.join(visitors, 'leo');
  expect(names(two)).toEqual(['leo 1']);
  three.stop();
  expect(names(two)).toEqual([]);
});
