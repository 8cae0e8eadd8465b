/**
 * The judge: pure functions over what the clients wrote down and what lies in the database. Knows nothing of how the run was
 * made. A check without a sentence is green; every sentence is one violation.
 */
import { digestOf, type Entry } from './journal.ts';
import { isSpoken, markIn, spoken } from './spoken.ts';

export interface StoredMessage {
  readonly seq: number;
  readonly id: string;
  readonly role: string;
  readonly authorId: string;
  readonly content: string;
  readonly clientId: string | null;
  readonly event: string | null;
}
export interface StoredRoom {
  readonly lastSeq: number;
  readonly version: number;
  readonly state: string;
  readonly labels: readonly string[];
  /** Ascending by seq. */
  readonly messages: readonly StoredMessage[];
}
/** By the room's name on the wire. */
export type Stored = ReadonlyMap<string, StoredRoom>;

export interface Limits {
  readonly answerWithinMs: number;
  readonly memoryMib: number;
  /** Median of what was sampled: a node that was frozen or starved for a moment has not lost its way. */
  readonly eventLoopMs: number;
}
export const LIMITS: Limits = { answerWithinMs: 60_000, memoryMib: 700, eventLoopMs: 500 };

export const CHECKS = {
  acknowledged: 'every acknowledged message is stored exactly once, at the acknowledged place',
  gapless: 'each room is 1..n without gaps',
  lists: "each reader's list is an ordered slice equal to the database",
  heads: 'within 30 s after the last fault every reader is connected and at the head, and so it is at the end',
  order: "each client's order is kept",
  sends: 'every send that was not refused for good is stored, once, and has left the outbox',
  refusals: 'no proper message was refused for good',
  bot: 'at most one bot answer a question, and none where the room was not the bot’s',
  answered: 'every question was answered or handed over in time',
  answers: 'every answer of the model is whole, and stands where and after it was asked',
  growing: 'what was shown of an answer in the making was its beginning, to those alone whose question it answers',
  labels: 'every label is as one of the last changes that were acknowledged left it',
  rooms: 'at the end every agent shows whose each room is and what it bears as the database has it',
  access: 'no frame reached a session without access',
  bounded: 'memory and event-loop delay stayed bounded, and no node left by itself',
} as const;
export type Check = keyof typeof CHECKS;
export type Verdict = Record<Check, string[]>;

type Of<E extends Entry['e']> = Extract<Entry, { e: E }>;

export function check(entries: readonly Entry[], stored: Stored, limits: Limits = LIMITS): Verdict {
  const byKind = Map.groupBy(entries, ({ e }) => e);
  const of = <E extends Entry['e']>(e: E) => (byKind.get(e) ?? []) as Of<E>[];
  const places = new Map<string, { room: string; seq: number }[]>();
  for (const [room, { messages }] of stored) {
    for (const { clientId, seq, role } of messages) {
      if (clientId === null || role === 'bot') continue;
      const known = places.get(clientId);
      if (known) known.push({ room, seq });
      else places.set(clientId, [{ room, seq }]);
    }
  }
  const refused = new Set(
    of('refused')
      .filter(({ retry }) => !retry)
      .map(({ id }) => id),
  );
  return {
    acknowledged: acknowledged(of('acknowledged'), places),
    gapless: gapless(stored),
    lists: lists(of('list'), stored),
    heads: [
      ...of('late').map(({ c, ms, lacks }) => `${c}: ${Math.round(ms / 1000)} s after the last fault ${lacks}`),
      ...heads(of('heads').at(-1)?.heads, of('list'), of('end'), of('is')),
    ],
    order: order(of('wrote'), places),
    sends: sends(of('wrote'), of('end'), places, refused),
    refusals: of('refused')
      .filter(({ retry }) => !retry)
      .map(({ c, id, code }) => `${c}: ${id} was refused with ${code}`),
    bot: [...stored].flatMap(([room, { messages }]) => bot(room, messages)),
    answered: of('waited')
      .filter(({ ms, open }) => open || ms > limits.answerWithinMs)
      .map(({ room, seq, ms }) => `${room}: question ${seq} waited ${Math.round(ms / 1000)} s`),
    answers: [...stored].flatMap(([room, { messages }]) => answers(room, messages)),
    growing: growing(of('grown'), stored),
    labels: labels(of('labelled'), stored),
    rooms: rooms(of('room'), stored, of('heads').at(-1)?.versions ?? {}),
    access: access(of('heard'), of('is')),
    bounded: [
      ...bounded(of('sample'), limits),
      ...of('left').map(({ node, how }) => `node ${node} left by itself: ${how}`),
    ],
  };
}

export const isGreen = (verdict: Verdict): boolean => Object.values(verdict).every((found) => found.length === 0);

type Places = ReadonlyMap<string, readonly { room: string; seq: number }[]>;

function acknowledged(entries: readonly Of<'acknowledged'>[], places: Places): string[] {
  return entries.flatMap(({ c, id, room, seq }) => {
    const found = places.get(id) ?? [];
    const where = found.map((place) => `${place.room}#${place.seq}`).join(', ') || 'nowhere';
    if (found.length === 1 && found[0]?.room === room && found[0].seq === seq) return [];
    return [`${c}: ${id} was acknowledged as ${room}#${seq} and is stored ${where}`];
  });
}

function gapless(stored: Stored): string[] {
  return [...stored].flatMap(([room, { lastSeq, messages }]) => {
    const wrong = messages.find(({ seq }, i) => seq !== i + 1);
    if (wrong) return [`${room}: ${wrong.seq} stands where ${messages.indexOf(wrong) + 1} should`];
    return lastSeq === messages.length ? [] : [`${room}: last_seq ${lastSeq}, ${messages.length} messages`];
  });
}

function lists(entries: readonly Of<'list'>[], stored: Stored): string[] {
  return entries.flatMap(({ c, room, from, to, count, digest }) => {
    const slice = stored.get(room)?.messages.filter(({ seq }) => seq >= from && seq <= to) ?? [];
    return count === slice.length && digest === digestOf(slice) ? [] : [`${c}: ${room}#${from}..${to} differs`];
  });
}

function heads(
  wanted: Record<string, number> | undefined,
  shown: readonly Of<'list'>[],
  ends: readonly Of<'end'>[],
  are: readonly Of<'is'>[],
): string[] {
  if (!wanted) return ['the run has no end'];
  const found = ends
    .filter(({ status }) => status !== 'online')
    .map(({ c, status }) => `${c}: ${status} long after the last fault`);
  const last = new Map(shown.filter((list) => list.last).map((list) => [`${list.c} ${list.room}`, list]));
  for (const { c, room, to } of last.values()) {
    if (to < (wanted[room] ?? 0)) found.push(`${c}: ${room} ends at ${to}, the head is ${wanted[room]}`);
  }
  // A visitor that shows nothing of a room that has something is behind, too.
  const key = new Map(are.map((entry) => [entry.c, entry.key]));
  for (const { c, status } of ends) {
    const room = key.get(c) && Object.keys(wanted).find((name) => name.endsWith(` ${key.get(c)}`));
    if (room && status === 'online' && !last.has(`${c} ${room}`)) found.push(`${c}: shows nothing of ${room}`);
  }
  return found;
}

function order(entries: readonly Of<'wrote'>[], places: Places): string[] {
  const before = new Map<string, number>();
  return entries.flatMap(({ c, room, id }) => {
    const seq = places.get(id)?.[0]?.seq;
    const last = before.get(`${c} ${room}`) ?? 0;
    if (seq === undefined) return [];
    before.set(`${c} ${room}`, seq);
    return seq > last ? [] : [`${c}: ${id} was written later and stands before, at ${seq} after ${last}`];
  });
}

function sends(
  wrote: readonly Of<'wrote'>[],
  ends: readonly Of<'end'>[],
  places: Places,
  refused: ReadonlySet<string>,
): string[] {
  const stored = wrote.flatMap(({ c, id }) => {
    const count = places.get(id)?.length ?? 0;
    return count === 1 || (count === 0 && refused.has(id)) ? [] : [`${c}: ${id} is stored ${count} times`];
  });
  const kept = ends.flatMap(({ c, unsent }) =>
    unsent.filter((id) => !refused.has(id)).map((id) => `${c}: ${id} is still in the outbox`),
  );
  return [...stored, ...kept];
}

/** Replays who held the room from what the log itself says. */
function bot(room: string, messages: readonly StoredMessage[]): string[] {
  const found: string[] = [];
  const answers = new Set<string>();
  let holder = 'bot';
  let closed = false;
  for (const { seq, role, event, clientId } of messages) {
    if (event === 'agent_joined' || event === 'reopened') [holder, closed] = ['agent', false];
    else if (event === 'person_requested') [holder, closed] = ['queue', false];
    else if (event === 'handed_back') holder = 'bot';
    else if (event === 'closed') closed = true;
    else if (role === 'visitor' && closed) [holder, closed] = ['bot', false];
    if (role !== 'bot') continue;
    if (closed || holder !== 'bot')
      found.push(`${room}#${seq}: the bot spoke while ${closed ? 'closed' : `held by ${holder}`}`);
    if (clientId === null || answers.has(clientId)) found.push(`${room}#${seq}: a second answer to ${clientId}`);
    else answers.add(clientId);
  }
  return found;
}

const ANSWER_TO = /^bot:(?:sorry:)?/;

function answers(room: string, messages: readonly StoredMessage[]): string[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  return messages.flatMap(({ seq, role, clientId, content }) => {
    if (role !== 'bot') return [];
    const question = byId.get((clientId ?? '').replace(ANSWER_TO, ''));
    if (!question || question.seq > seq)
      return [`${room}#${seq}: answers ${clientId}, which was not asked here before`];
    if (!isSpoken(content)) return [];
    const mark = markIn(question.content);
    if (mark === null || !content.startsWith(`About ${mark}: `)) return [`${room}#${seq}: is no answer to ${mark}`];
    return content === spoken(mark).join('') ? [] : [`${room}#${seq}: is not all that was said to ${mark}`];
  });
}

function growing(entries: readonly Of<'grown'>[], stored: Stored): string[] {
  const questions = new Map<string, { room: string; mark: string | null }>();
  for (const [room, { messages }] of stored)
    for (const { id, content } of messages) questions.set(id, { room, mark: markIn(content) });
  return entries.flatMap(({ c, room, answer, text }) => {
    const question = questions.get(answer.replace(ANSWER_TO, ''));
    if (question?.room !== room) return [`${c}: ${room}: ${answer} grew where it was not asked`];
    const whole = question.mark === null ? '' : spoken(question.mark).join('');
    return whole.startsWith(text) ? [] : [`${c}: ${room}: ${answer} grew to "${text.slice(-60)}"`];
  });
}

/**
 * A label may be as any change left it that may have been the last: none that says the opposite began after that one was over. What
 * was not acknowledged may have happened, at any time, or not.
 */
function labels(entries: readonly Of<'labelled'>[], stored: Stored): string[] {
  const changes = Map.groupBy(entries, ({ room, label }) => `${room} ${label}`);
  const found = [...stored].flatMap(([room, { labels: borne }]) =>
    borne.flatMap((label) => (changes.has(`${room} ${label}`) ? [] : [`${room}: bears ${label}, which nobody put on`])),
  );
  for (const own of changes.values()) {
    const { room, label } = own[0] as Of<'labelled'>;
    const is = stored.get(room)?.labels.includes(label) ?? false;
    const begun = Math.max(...own.flatMap(({ on, from, done }) => (done && on !== is ? [from] : [])));
    const over = Math.max(
      is ? Number.NEGATIVE_INFINITY : 0,
      ...own.flatMap(({ on, to, done }) => (on === is ? [done ? to : Number.POSITIVE_INFINITY] : [])),
    );
    if (over < begun || over === Number.NEGATIVE_INFINITY) found.push(`${room}: ${label} is ${is ? 'on' : 'off'}`);
  }
  return found;
}

function rooms(entries: readonly Of<'room'>[], stored: Stored, versions: Readonly<Record<string, number>>): string[] {
  return entries.flatMap(({ c, room, version, state }) => {
    const is = stored.get(room);
    if (version < (versions[room] ?? 0)) return [`${c}: shows version ${version} of ${room}, not ${versions[room]}`];
    return is?.version !== version || is.state === state ? [] : [`${c}: ${room} is shown ${state}, and is ${is.state}`];
  });
}

/** Agents may hear of every room of their site; a visitor of its own alone, also of its further conversations. */
function access(heard: readonly Of<'heard'>[], are: readonly Of<'is'>[]): string[] {
  const own = Map.groupBy(are, ({ c }) => c);
  return heard.flatMap(({ c, room, command }) => {
    const [site, key] = room.split('~')[0]?.split(' ') ?? [];
    const may = own.get(c)?.some((one) => one.site === site && (one.key === '' || one.key === key));
    return may ? [] : [`${c}: heard ${command} of ${room}`];
  });
}

function bounded(samples: readonly Of<'sample'>[], limits: Limits): string[] {
  return [...Map.groupBy(samples, ({ node }) => node)].flatMap(([node, own]) => {
    const memory = Math.max(...own.map(({ rssMib }) => rssMib));
    const lags = own.map(({ lagMs }) => lagMs).sort((a, b) => a - b);
    const lag = lags[lags.length >> 1] as number;
    return [
      ...(memory > limits.memoryMib ? [`node ${node} took ${Math.round(memory)} MiB`] : []),
      ...(lag > limits.eventLoopMs ? [`node ${node}: its event loop was ${Math.round(lag)} ms late`] : []),
    ];
  });
}
