/** One run: builds the installation, lets the crowds loose, inflicts the faults, lets all settle, and hands everything to the checker. */
import { type ChildProcess, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { endWithUs, newDataDir } from '../src/program.ts';
import { BROKEN } from './broken/broken.ts';
import { check, isGreen, type Verdict } from './checker.ts';
import type { CrowdOrder, FromCrowd, Standing, ToCrowd } from './crowd-order.ts';
import { type Fault, inflict, planFaults } from './faults.ts';
import { type Installation, SECRET, SITES, siteOf, startInstallation } from './installation.ts';
import { type Journal, openJournal, readJournals } from './journal.ts';
import { Questions } from './questions.ts';
import { seededRandom } from './random.ts';
import { isSpoken } from './spoken.ts';
import { type Due, headsOf, readStored } from './stored.ts';

export interface ChaosOptions {
  readonly seconds: number;
  readonly seed: number;
  readonly nodes: number;
  readonly redis: boolean;
  readonly visitors: number;
  readonly agents: number;
  /** Milliseconds between two acts of a visitor, on average. */
  readonly pauseMs: number;
  /** Milliseconds between two moments at which every visitor asks, and agents take over while the bot speaks. */
  readonly rushMs: number;
  /** Some visitors have two tabs open. */
  readonly tabs: boolean;
  /** A name of BROKEN. */
  readonly broken: string | null;
  /** Leaves the logs also of a green run. */
  readonly keep: boolean;
  readonly say: (line: string) => void;
}

export interface Outcome {
  readonly verdict: Verdict;
  readonly green: boolean;
  readonly faults: number;
  readonly messages: number;
  readonly acknowledged: number;
  /** Of the bot; and those of them that the model spoke. */
  readonly answers: number;
  readonly spoken: number;
  readonly takeovers: number;
  /** Takeovers in the middle of an answer that somebody saw grow. */
  readonly midAnswer: number;
  readonly labelled: number;
  /** What the model was asked, and what became of it. */
  readonly model: Readonly<Record<string, number>>;
  readonly atOnce: number;
  readonly longestWaitMs: number;
  /** Milliseconds from the last fault until every reader was at the head; null: not within the limit. */
  readonly settledMs: number | null;
  readonly peakMib: number;
  /** Where the logs lie; null: removed. */
  readonly folder: string | null;
}

const CROWD = fileURLToPath(new URL('./crowd.ts', import.meta.url));
const VISITORS_OF_A_CROWD = 150;
/** Every so many visitors one has two tabs open. */
const TWO_TABS = 4;
const LOOK_EVERY_MS = 2_000;
/** After the last fault: for readers and senders, and for the bot. */
const SETTLE_MS = 30_000;
const ANSWER_MS = 60_000;

class Crowd {
  readonly #child: ChildProcess;
  /** Answers come in the order of the questions. */
  readonly #waiting: ((message: FromCrowd) => void)[] = [];

  constructor() {
    this.#child = fork(CROWD, { execArgv: [], serialization: 'advanced' });
    endWithUs(this.#child, 'SIGKILL');
    this.#child.on('message', (message: FromCrowd) => this.#waiting.shift()?.(message));
    this.#child.once('exit', (code) => {
      if (code) throw new Error(`a crowd left with ${code}`);
    });
  }

  tell(message: ToCrowd): void {
    this.#child.send(message);
  }

  ask(message: ToCrowd): Promise<FromCrowd> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.tell(message);
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

export async function runChaos(options: ChaosOptions): Promise<Outcome> {
  const { seed, say } = options;
  const random = seededRandom(seed);
  const broken = options.broken === null ? null : (BROKEN[options.broken] ?? null);
  if (options.broken !== null && !broken) throw new Error(`There is no broken build ${options.broken}`);
  const { seconds, nodes, redis } = options;
  const plan = planFaults(random, {
    durationMs: seconds * 1_000,
    nodes,
    redis,
    ...(broken && { kinds: broken.faults }),
  });
  const { path: folder } = newDataDir();
  const { write, close } = openJournal(folder, 'conductor');
  const on = await startInstallation({ ...options, broken, folder, random: seededRandom(seed + 1), write });
  const crowds: Crowd[] = [];
  try {
    await gather(crowds, on, options, folder);
    const questions = new Questions(on, write);
    const watch = every(LOOK_EVERY_MS, () => questions.look());
    const minutes = every(60_000, async () => say(await summary(on, crowds, questions)));

    await carryOut(on, plan, options.seconds * 1_000, (fault) => {
      write({ e: 'fault', kind: fault.kind, node: fault.node, ms: fault.ms });
    });
    const calm = performance.now();
    for (const crowd of crowds) crowd.tell({ kind: 'settle' });
    const settledMs = await settle(on, crowds, questions, calm, write);
    await Promise.all([watch(), minutes()]);
    await questions.look();
    questions.end();
    await Promise.all(crowds.map((crowd) => crowd.ask({ kind: 'end' })));

    const stored = await readStored(on);
    await on.close();
    await close();
    const entries = await readJournals(folder);
    const verdict = check(entries, stored);
    const green = isGreen(verdict);
    const messages = [...stored.values()].flatMap((room) => room.messages);
    const count = (which: (message: (typeof messages)[number]) => boolean) => messages.filter(which).length;
    const remove = green && !options.keep;
    if (remove) rmSync(folder, { recursive: true, force: true });
    return {
      verdict,
      green,
      faults: entries.filter(({ e }) => e === 'fault').length,
      messages: messages.length,
      acknowledged: entries.filter(({ e }) => e === 'acknowledged').length,
      answers: count(({ role }) => role === 'bot'),
      spoken: count(({ role, content }) => role === 'bot' && isSpoken(content)),
      takeovers: count(({ event }) => event === 'agent_joined'),
      midAnswer: new Set(
        entries.flatMap((entry) => (entry.e === 'ended' && entry.reason === 'taken_over' ? [entry.answer] : [])),
      ).size,
      labelled: entries.filter((entry) => entry.e === 'labelled' && entry.done).length,
      model: on.model.counts,
      atOnce: on.model.atOnce,
      longestWaitMs: questions.longestMs,
      settledMs,
      peakMib: Math.max(0, ...entries.flatMap((entry) => (entry.e === 'sample' ? [entry.rssMib] : []))),
      folder: remove ? null : folder,
    };
  } finally {
    for (const crowd of crowds) crowd.kill();
    await on.close();
  }
}

async function gather(crowds: Crowd[], on: Installation, options: ChaosOptions, folder: string): Promise<void> {
  const { seed, pauseMs, rushMs } = options;
  const base = `http://127.0.0.1:${on.front.port}`;
  const common = { kind: 'begin', folder, base, secret: SECRET, seed, pauseMs, rushMs } as const;
  const orders: CrowdOrder[] = [];
  const agents = on.agents.map((person, number) => ({ ...person, number }));
  for (let first = 0; first < options.visitors; first += VISITORS_OF_A_CROWD) {
    const count = Math.min(VISITORS_OF_A_CROWD, options.visitors - first);
    const visitors = Array.from({ length: count }, (_, i) => {
      const number = first + i;
      return { number, site: SITES[siteOf(number)], tabs: options.tabs && number % TWO_TABS === 0 ? 2 : 1 };
    });
    orders.push({ ...common, name: `visitors-${first}`, visitors, agents: [] });
  }
  orders.push({ ...common, name: 'agents', visitors: [], agents });
  await Promise.all(
    orders.map((order) => {
      const crowd = new Crowd();
      crowds.push(crowd);
      return crowd.ask(order);
    }),
  );
}

/** Each fault at its time; resolves when the time is over and the last of them made good. */
async function carryOut(
  on: Installation,
  plan: readonly Fault[],
  durationMs: number,
  begins: (fault: Fault) => void,
): Promise<void> {
  const begun = performance.now();
  const until = (at: number) => delay(Math.max(0, begun + at - performance.now()));
  const lasting: Promise<void>[] = [];
  // A node cannot be killed while it is being replaced, and one that is down is left to come back.
  const busy = new Set<number>();
  for (const fault of plan) {
    await until(fault.at);
    const { kind, node } = fault;
    if (kind.startsWith('node')) {
      if (busy.has(node)) continue;
      busy.add(node);
    }
    begins(fault);
    const done = inflict(on, fault).finally(() => {
      if (kind.startsWith('node')) busy.delete(node);
    });
    done.catch(() => undefined);
    lasting.push(done);
  }
  await until(durationMs);
  await Promise.all(lasting);
}

/**
 * Waits until every reader is at the head, every outbox empty and every question answered, as long as each may take. Where
 * rooms stood a moment ago counts: what was committed just now is on its way.
 */
async function settle(
  on: Installation,
  crowds: readonly Crowd[],
  questions: Questions,
  calm: number,
  write: Journal,
): Promise<number | null> {
  let settledMs: number | null = null;
  let late = false;
  for (let due = await headsOf(on); ; ) {
    await delay(1_000);
    const lacking = (await standingsOf(crowds)).flatMap((standing) => {
      const lacks = lackOf(standing, due);
      return lacks === null ? [] : [{ c: standing.c, lacks }];
    });
    const ms = performance.now() - calm;
    if (lacking.length === 0) settledMs ??= ms;
    else if (settledMs === null && !late && ms > SETTLE_MS) {
      late = true;
      for (const one of lacking) write({ e: 'late', ms, ...one });
    }
    const over = ms > ANSWER_MS || ((late || settledMs !== null) && questions.open === 0);
    if (over && (lacking.length === 0 || ms > SETTLE_MS)) {
      write({ e: 'heads', ...due });
      return late ? null : settledMs;
    }
    due = await headsOf(on);
  }
}

/** What it is that this client lacks, in words; null: nothing. */
function lackOf({ online, unsent, own, rooms, versions }: Standing, { heads, versions: due }: Due): string | null {
  if (!online) return 'is offline';
  if (unsent > 0) return `has ${unsent} messages unsent`;
  const behind = Object.entries(rooms).find(([room, last]) => last < (heads[room] ?? 0));
  if (behind) return `is at ${behind[1]} of ${behind[0]}, whose head is ${heads[behind[0]]}`;
  const stale = Object.entries(versions).find(([room, version]) => version < (due[room] ?? 0));
  if (stale) return `shows version ${stale[1]} of ${stale[0]}, which is at ${due[stale[0]]}`;
  return own === '' || own in rooms || !(own in heads) ? null : `shows nothing of ${own}`;
}

async function standingsOf(crowds: readonly Crowd[]): Promise<Standing[]> {
  const reports = await Promise.all(crowds.map((crowd) => crowd.ask({ kind: 'report' })));
  return reports.flatMap((report) => (report.kind === 'report' ? report.standings : []));
}

async function summary(on: Installation, crowds: readonly Crowd[], questions: Questions): Promise<string> {
  const standings = await standingsOf(crowds);
  const [{ count } = { count: '?' }] = await on.query<{ count: string }>('select count(*) from messages');
  const online = standings.filter((one) => one.online).length;
  const unsent = standings.reduce((sum, one) => sum + one.unsent, 0);
  const longest = Math.round(questions.longestMs / 1_000);
  return `${count} messages stored; ${online} of ${standings.length} clients online, ${unsent} messages on their way; ${questions.open} open questions, the longest wait was ${longest} s`;
}

/** Runs it again and again, one at a time; the answer ends it, and waits for the one that runs. */
function every(ms: number, act: () => Promise<void>): () => Promise<void> {
  let over = false;
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(() => (over ? undefined : act())).catch((error: unknown) => console.error(error));
  }, ms);
  return () => {
    over = true;
    clearInterval(timer);
    return running;
  };
}
