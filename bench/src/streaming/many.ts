/**
 * Two hundred answers that stream at once, and what those notice who write meanwhile. Three times in turn: nobody asks; as many
 * answers are read from the model without us, which is what the machine alone takes for it; and everybody asks the bot.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { runPhase } from '../load/load.ts';
import type { Outcome } from '../load/phase.ts';
import { cpuMs, memoryMib } from '../processes.ts';
import { type RunningServer, startParley, startPostgres } from '../servers.ts';
import { printTable, spread, told } from '../table.ts';
import { type BenchModel, startCrowd, startModel } from './processes.ts';
import type { Heard, Pace } from './told.ts';

const PER_SECOND = 200;
/** Who write to one another: half of them visitors, the others agents in these visitors' rooms. */
const TALKING = 40;
const SPREAD_MS = 2_000;
const MEASURE_MS = 6_000;
/** What the program holds at once of so many answers is looked at so often. */
const LOOK_MS = 250;

const KINDS = ['nobody asks', 'read without us', 'the bot answers'] as const;
type Kind = (typeof KINDS)[number];

interface Round {
  readonly outcome: Outcome;
  readonly heard: Heard | null;
  /** Milliseconds of processor of the program, in a second. */
  readonly cpu: number;
  readonly mib: number;
}

export interface ManyOptions {
  readonly rounds: number;
  readonly conversations: number;
  readonly pace: Pace;
  /** Node's own, for the program. */
  readonly flags: readonly string[];
}

export async function many({ rounds, conversations, pace, flags }: ManyOptions): Promise<void> {
  const postgres = await startPostgres();
  const model = await startModel(pace);
  const stops: (() => Promise<void> | void)[] = [() => postgres.stop(), () => model.stop()];
  const all: Record<Kind, Round[]> = { 'nobody asks': [], 'read without us': [], 'the bot answers': [] };
  try {
    const server = await startParley(await postgres.createDatabase('streaming'), {
      visitors: conversations + TALKING / 2,
      agents: TALKING / 2 + 1,
      owner: 'agent',
      withBot: conversations,
      roles: 'web,worker',
      flags,
      // Each visitor from an address of its own, as visitors are.
      env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_EMBEDDING_MODEL: 'off', TRUST_PROXY: 'loopback' },
    });
    stops.push(() => server.stop());
    // The first answers load code; that is nobody's latency later.
    await round(server, model, 'the bot answers', { conversations: 10, tokens: pace.tokens, name: 'w' });
    for (let n = 0; n < rounds; n++) {
      for (let i = 0; i < KINDS.length; i++) {
        const kind = KINDS[(i + n) % KINDS.length] as Kind;
        const name = `${'abcdefghijklmnopqrstuvwxyz'[n]}${i}`;
        const one = await round(server, model, kind, { conversations, tokens: pace.tokens, name });
        all[kind].push(one);
        const { p50, p99, unanswered } = one.outcome;
        console.error(n + 1, kind, { p50, p99, unanswered, cpu: one.cpu, mib: one.mib }, one.heard);
      }
    }
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
  report(all, conversations, pace);
}

async function round(
  server: RunningServer,
  model: BenchModel,
  kind: Kind,
  { conversations, tokens, name }: { conversations: number; tokens: number; name: string },
): Promise<Round> {
  const asking = server.visitors.slice(0, conversations).map(({ path, headers }, n) => ({
    path,
    headers: { ...headers, 'x-forwarded-for': `2001:db8:${n.toString(16)}::1` },
  }));
  const bare = kind === 'read without us';
  const port = bare ? model.port : server.port;
  const crowd =
    kind === 'nobody asks' ? null : startCrowd({ port, people: asking, bare, tokens, spreadMs: SPREAD_MS, name });
  await crowd?.streaming;
  const guests = server.visitors.slice(-TALKING / 2);
  let mib = 0;
  let cpu = 0;
  const watch = setInterval(() => {
    mib = Math.max(mib, memoryMib(server.pid));
  }, LOOK_MS);
  const outcome = await runPhase(
    {
      server: 'parley',
      port: server.port,
      visitors: guests.flatMap((guest, n) => [
        guest,
        { path: guest.path, headers: server.agents[n + 1]?.headers ?? {} },
      ]),
      agents: server.agents.slice(0, 1),
      perSecond: PER_SECOND,
      warmUpMs: 1_000,
      measureMs: MEASURE_MS,
      patienceMs: 10_000,
      name: `plain-${name}`,
    },
    (moment) => {
      cpu += (moment === 'begin' ? -1 : 1) * cpuMs(server.pid);
    },
  );
  const heard = (await crowd?.done) ?? null;
  clearInterval(watch);
  // What the answers' ends leave to do is done.
  await delay(500);
  return { outcome, heard, cpu: cpu / (MEASURE_MS / 1_000), mib };
}

function report(all: Record<Kind, Round[]>, conversations: number, pace: Pace): void {
  const cells = (tell: (round: Round) => number, unit: string, digits = 1) =>
    KINDS.map((kind) => told(spread(all[kind].map(tell)), unit, digits));
  const row = (what: string, tell: (round: Round) => number, unit: string, digits = 1) =>
    [what, cells(tell, unit, digits).join(' | '), ''] as const;
  const ratio = (tell: (round: Round) => number, of: Kind) =>
    told(spread(all['the bot answers'].map((round, n) => tell(round) / tell(all[of][n] as Round))), 'x', 2);
  const heard = all['the bot answers'].flatMap(({ heard }) => heard ?? []);
  const sum = (tell: (heard: Heard) => number) => heard.reduce((total, one) => total + tell(one), 0);
  const perSecond = conversations * pace.tokensPerSecond;
  const idle = spread(all['nobody asks'].map(({ cpu }) => cpu)).median;
  console.log(
    `\n${conversations} answers at once, ${pace.tokensPerSecond} tokens a second each; ${PER_SECOND} messages a second beside them\n`,
  );
  console.log(`| what | ${KINDS.join(' | ')} |\n|---|---|---|---|`);
  for (const [what, measured] of [
    row('acknowledged after, p50', ({ outcome }) => outcome.p50, 'ms', 2),
    row('acknowledged after, p99', ({ outcome }) => outcome.p99, 'ms', 2),
    row('processor of the program, a second', ({ cpu }) => cpu, 'ms', 0),
    row('the program holds at most, PSS', ({ mib }) => mib, 'MiB', 0),
    row('messages refused or unanswered', ({ outcome }) => outcome.refused + outcome.unanswered, '', 0),
  ])
    console.log(`| ${what} | ${measured} |`);
  printTable('Of them', [
    ['p50, of that without, round by round', ratio(({ outcome }) => outcome.p50, 'nobody asks'), 'at most 1.5 x'],
    ['p99', ratio(({ outcome }) => outcome.p99, 'nobody asks'), 'at most 1.5 x'],
    ['p50, of that read without us', ratio(({ outcome }) => outcome.p50, 'read without us'), ''],
    ['p99', ratio(({ outcome }) => outcome.p99, 'read without us'), ''],
    [
      'processor of the program for a token',
      told(spread(all['the bot answers'].map(({ cpu }) => ((cpu - idle) * 1_000) / perSecond)), 'µs', 1),
      '',
    ],
    ['answers growing at once', told(spread(heard.map(({ atOnce }) => atOnce)), ''), `${conversations}`],
    ['whole, once, to their question', `${sum(({ whole }) => whole)} of ${sum(({ asked }) => asked)}`, 'all'],
    ['twice', `${sum(({ twice }) => twice)}`, '0'],
    ['pieces out of order', `${sum(({ outOfOrder }) => outOfOrder)} of ${sum(({ pieces }) => pieces)}`, '0'],
  ]);
}
