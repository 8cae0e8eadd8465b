/** Holds that the judge lets a right run pass, and finds each thing that may be wrong with one. */
import { expect, test } from 'vitest';
import { type Check, check, isGreen, type Stored, type StoredMessage } from './checker.ts';
import { digestOf, type Entry, stateOf } from './journal.ts';
import { markOf, spoken } from './spoken.ts';

const ROOM = 'chaos k1';

const said = (seq: number, role: string, more: Partial<StoredMessage> = {}): StoredMessage => ({
  seq,
  id: `m${seq}`,
  role,
  authorId: role === 'visitor' ? 'k1' : role,
  content: `text ${seq}`,
  clientId: null,
  event: null,
  ...more,
});
const MARK = markOf(1, 1);
const ANSWER = spoken(MARK).join('');
const MESSAGES = [
  said(1, 'visitor', { clientId: 'c1', content: `Where is it? ${MARK}` }),
  said(2, 'bot', { clientId: 'bot:m1', content: ANSWER }),
  said(3, 'visitor', { clientId: 'c2' }),
  said(4, 'system', { event: 'agent_joined' }),
  said(5, 'agent', { clientId: 'd1' }),
];
const STATE = stateOf('agent', 'a1', 'open', ['urgent']);
const storing = (messages: readonly StoredMessage[], lastSeq = messages.length, labels = ['urgent']): Stored =>
  new Map([[ROOM, { lastSeq, messages, version: 4, state: STATE, labels }]]);

const list = (messages: readonly StoredMessage[], c = 'v1'): Entry => ({
  e: 'list',
  c,
  room: ROOM,
  from: messages[0]?.seq ?? 0,
  to: messages.at(-1)?.seq ?? 0,
  count: messages.length,
  digest: digestOf(messages),
  last: true,
});
const RIGHT: readonly Entry[] = [
  { e: 'is', c: 'v1', site: 'chaos', key: 'k1' },
  { e: 'is', c: 'a1', site: 'chaos', key: '' },
  { e: 'wrote', c: 'v1', room: '', id: 'c1' },
  { e: 'sent', c: 'v1', id: 'c1' },
  { e: 'acknowledged', c: 'v1', id: 'c1', room: ROOM, seq: 1 },
  { e: 'wrote', c: 'v1', room: '', id: 'c2' },
  { e: 'refused', c: 'v1', id: 'c2', code: 'unavailable', retry: true },
  { e: 'acknowledged', c: 'v1', id: 'c2', room: ROOM, seq: 3 },
  { e: 'wrote', c: 'a1', room: ROOM, id: 'd1' },
  { e: 'acknowledged', c: 'a1', id: 'd1', room: ROOM, seq: 5 },
  { e: 'heard', c: 'v1', room: ROOM, command: 'new_message' },
  { e: 'heard', c: 'a1', room: ROOM, command: 'heartbeat' },
  { e: 'waited', room: ROOM, seq: 1, ms: 900, open: false },
  { e: 'sample', node: 0, rssMib: 150, lagMs: 12 },
  list(MESSAGES),
  list(MESSAGES.slice(1), 'a1'),
  { e: 'end', c: 'v1', status: 'online', unsent: [] },
  { e: 'end', c: 'a1', status: 'online', unsent: [] },
  { e: 'heads', heads: { [ROOM]: 5 }, versions: { [ROOM]: 4 } },
  { e: 'grown', c: 'v1', room: ROOM, answer: 'bot:m1', text: ANSWER.slice(0, 30) },
  { e: 'ended', c: 'v1', room: ROOM, answer: 'bot:m3', reason: 'taken_over' },
  { e: 'labelled', c: 'a1', room: ROOM, label: 'urgent', on: true, from: 10, to: 20, done: true },
  { e: 'labelled', c: 'a2', room: ROOM, label: 'urgent', on: false, from: 1, to: 5, done: true },
  { e: 'labelled', c: 'a1', room: ROOM, label: 'size', on: true, from: 10, to: 20, done: false },
  { e: 'room', c: 'a1', room: ROOM, version: 4, state: STATE },
];

test('a right run is green', () => {
  expect(isGreen(check(RIGHT, storing(MESSAGES)))).toBe(true);
});

const with_ = (...more: Entry[]): readonly Entry[] => [...RIGHT, ...more];
const without = (wrong: (entry: Entry) => boolean, ...more: Entry[]): readonly Entry[] => [
  ...RIGHT.filter((entry) => !wrong(entry)),
  ...more,
];
const isList = (entry: Entry) => entry.e === 'list';
const moved = (seq: number, change: Partial<StoredMessage>) =>
  MESSAGES.map((message) => (message.seq === seq ? { ...message, ...change } : message));

test.each<[what: string, entries: readonly Entry[], stored: Stored, ...red: Check[]]>([
  [
    'an acknowledged message that is not stored',
    with_({ e: 'acknowledged', c: 'v1', id: 'lost', room: ROOM, seq: 6 }),
    storing(MESSAGES),
    'acknowledged',
  ],
  [
    'one acknowledged at another place',
    with_({ e: 'acknowledged', c: 'v1', id: 'c1', room: ROOM, seq: 2 }),
    storing(MESSAGES),
    'acknowledged',
  ],
  ['a message stored twice', without(isList), storing(moved(5, { clientId: 'c2' })), 'acknowledged', 'sends', 'heads'],
  ['a gap', without(isList), storing(MESSAGES.filter(({ seq }) => seq !== 2)), 'gapless', 'heads'],
  ['a head beyond the messages', RIGHT, storing(MESSAGES, 6), 'gapless'],
  ['a list with other words', with_(list(moved(2, { content: 'other' }))), storing(MESSAGES), 'lists'],
  [
    'a list out of order',
    with_(list([...MESSAGES.slice(0, 1), ...MESSAGES.slice(1, 4).reverse(), ...MESSAGES.slice(4)])),
    storing(MESSAGES),
    'lists',
  ],
  ['a list that lacks one in the middle', with_(list(MESSAGES.toSpliced(2, 1))), storing(MESSAGES), 'lists'],
  ['a reader behind', without(isList, list(MESSAGES.slice(0, 4))), storing(MESSAGES), 'heads'],
  ['a visitor that shows nothing', without(isList), storing(MESSAGES), 'heads'],
  ['a reader that is away', with_({ e: 'end', c: 'v2', status: 'offline', unsent: [] }), storing(MESSAGES), 'heads'],
  ['a run without an end', without(({ e }) => e === 'heads'), storing(MESSAGES), 'heads'],
  [
    'messages that overtook each other',
    without(({ e }) => e === 'acknowledged' || e === 'list'),
    storing([
      said(1, 'visitor', { ...MESSAGES[0], clientId: 'c2' }),
      ...MESSAGES.slice(1, 2),
      said(3, 'visitor', { clientId: 'c1' }),
      ...MESSAGES.slice(3),
    ]),
    'order',
    'heads',
  ],
  ['a send that came to nothing', with_({ e: 'wrote', c: 'v1', room: '', id: 'c9' }), storing(MESSAGES), 'sends'],
  ['a full outbox', with_({ e: 'end', c: 'v1', status: 'online', unsent: ['c2'] }), storing(MESSAGES), 'sends'],
  [
    'a proper message refused for good',
    with_(
      { e: 'wrote', c: 'v1', room: '', id: 'c9' },
      { e: 'refused', c: 'v1', id: 'c9', code: 'forbidden', retry: false },
    ),
    storing(MESSAGES),
    'refusals',
  ],
  [
    'the bot after a takeover',
    without(isList),
    storing([...MESSAGES, said(6, 'bot', { clientId: 'bot:m3' })]),
    'bot',
    'heads',
  ],
  [
    'the bot in a closed room',
    without(isList),
    storing([...MESSAGES.slice(0, 3), said(4, 'system', { event: 'closed' }), said(5, 'bot', { clientId: 'bot:m3' })]),
    'bot',
    'heads',
    'acknowledged',
    'sends',
  ],
  [
    'two answers to a question',
    without(isList),
    storing([...MESSAGES, said(6, 'system', { event: 'handed_back' }), said(7, 'bot', { clientId: 'bot:m1' })]),
    'bot',
    'heads',
  ],
  [
    'an answer that came late',
    with_({ e: 'waited', room: ROOM, seq: 3, ms: 61_000, open: false }),
    storing(MESSAGES),
    'answered',
  ],
  [
    'a question without an answer',
    with_({ e: 'waited', room: ROOM, seq: 3, ms: 10, open: true }),
    storing(MESSAGES),
    'answered',
  ],
  [
    'a frame of somebody else’s room',
    with_({ e: 'heard', c: 'v1', room: 'chaos k2', command: 'messages' }),
    storing(MESSAGES),
    'access',
  ],
  [
    'a frame of another site’s room',
    with_({ e: 'heard', c: 'a1', room: 'other k1', command: 'heartbeat' }),
    storing(MESSAGES),
    'access',
  ],
  [
    'a visitor’s frame of its own key at another site',
    with_({ e: 'heard', c: 'v1', room: 'other k1', command: 'heartbeat' }),
    storing(MESSAGES),
    'access',
  ],
  [
    'a reader that came too late',
    with_({ e: 'late', c: 'v1', ms: 30_100, lacks: 'is offline' }),
    storing(MESSAGES),
    'heads',
  ],
  ['a node that grew', with_({ e: 'sample', node: 0, rssMib: 900, lagMs: 1 }), storing(MESSAGES), 'bounded'],
  [
    'a late event loop',
    with_(...[1, 2, 3].map((n) => ({ e: 'sample', node: 0, rssMib: 100, lagMs: 600 + n }) as const)),
    storing(MESSAGES),
    'bounded',
  ],
  [
    'half an answer',
    without((entry) => isList(entry) || entry.e === 'grown'),
    storing(moved(2, { content: ANSWER.slice(0, -4) })),
    'answers',
    'heads',
  ],
  [
    'an answer to somebody else’s question',
    without((entry) => isList(entry) || entry.e === 'grown'),
    storing(moved(2, { content: spoken(markOf(2, 1)).join('') })),
    'answers',
    'heads',
  ],
  [
    'an answer to what was asked in another room',
    without(isList),
    storing(moved(2, { clientId: 'bot:m77' })),
    'answers',
    'heads',
  ],
  [
    'an answer that grew out of order',
    with_({ e: 'grown', c: 'v1', room: ROOM, answer: 'bot:m1', text: `${ANSWER.slice(0, 20)}${ANSWER.slice(25, 30)}` }),
    storing(MESSAGES),
    'growing',
  ],
  [
    'one that grew before the wrong eyes',
    with_({ e: 'grown', c: 'v1', room: `${ROOM}9`, answer: 'bot:m1', text: ANSWER.slice(0, 20) }),
    storing(MESSAGES),
    'growing',
  ],
  ['a label that got lost', RIGHT, storing(MESSAGES, 5, []), 'labels'],
  ['a label that nobody put on', RIGHT, storing(MESSAGES, 5, ['urgent', 'refund']), 'labels'],
  [
    'a label that outlived its taking off',
    with_({ e: 'labelled', c: 'a2', room: ROOM, label: 'urgent', on: false, from: 21, to: 22, done: true }),
    storing(MESSAGES),
    'labels',
  ],
  [
    'an agent that shows what was before',
    without(({ e }) => e === 'room', { e: 'room', c: 'a1', room: ROOM, version: 3, state: STATE }),
    storing(MESSAGES),
    'rooms',
  ],
  [
    'an agent that shows another owner',
    with_({ e: 'room', c: 'a2', room: ROOM, version: 4, state: stateOf('bot', null, 'open', ['urgent']) }),
    storing(MESSAGES),
    'rooms',
  ],
  ['a node that left', with_({ e: 'left', node: 1, how: '1' }), storing(MESSAGES), 'bounded'],
])('%s is red', (_what, entries, stored, ...red) => {
  const verdict = check(entries, stored);
  const found = Object.entries(verdict).flatMap(([name, violations]) => (violations.length > 0 ? [name] : []));
  expect(found.sort()).toEqual([...red].sort());
});

test('a label may be as any change left it that may have come last', () => {
  const undecided = with_(
    { e: 'labelled', c: 'a2', room: ROOM, label: 'size', on: false, from: 30, to: 40, done: true },
    { e: 'labelled', c: 'a1', room: ROOM, label: 'size', on: true, from: 35, to: 38, done: true },
  );
  for (const labels of [['urgent'], ['urgent', 'size']])
    expect(check(undecided, storing(MESSAGES, 5, labels)).labels).toEqual([]);
});

test('hand-overs, reopenings and further conversations are no violations', () => {
  const entries = without(isList, list([]), { e: 'heard', c: 'v1', room: `${ROOM}~2`, command: 'new_message' });
  const messages = [
    ...MESSAGES,
    said(6, 'system', { event: 'handed_back' }),
    said(7, 'bot', { clientId: 'bot:m3' }),
    said(8, 'system', { event: 'person_requested' }),
    said(9, 'system', { event: 'closed' }),
    said(10, 'visitor', { clientId: 'c3' }),
    said(11, 'bot', { clientId: 'bot:m10' }),
  ];
  const verdict = check(entries, storing(messages));
  expect([verdict.bot, verdict.access]).toEqual([[], []]);
});
