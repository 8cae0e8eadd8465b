/**
 * `pnpm bench flood`: scripts that ask a paid model on and on, first one visitor and then fifty, against the program as it ships. What
 * they may cost is held against the limits, by the program's own books and by what the model was really asked; and what those notice
 * who write to one another meanwhile.
 */
import { fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { runPhase } from '../load/load.ts';
import type { Outcome } from '../load/phase.ts';
import { endWithUs } from '../program.ts';
import { type RunningServer, startParley, startPostgres } from '../servers.ts';
import { startModel } from '../streaming/processes.ts';
import { printTable, spread, told } from '../table.ts';
import type { Flooded, Script } from './script.ts';

const SCRIPT = fileURLToPath(new URL('script.ts', import.meta.url));
const TALKING = 40;
const PER_SECOND = 100;
const MEASURE_MS = 8_000;
/** What is spent and held is looked at so often. */
const LOOK_MS = 100;
const PACE = { tokensPerSecond: 40, tokens: 40, firstAfterMs: 100 };
/** A dollar for a million tokens in and out; the model tells 100 in and 40 out for each answer (`streaming/model.ts`). */
const PRICES = 'flood=1/1';
const COST_MICROS = 100 + PACE.tokens;
const LIMITS = { visitorDay: 8_000, day: 60_000 } as const;
const dollars = (micros: number) => `${micros / 1_000_000}`;

interface Books {
  /** Spent and held together, at most at any look. */
  most: number;
  mostOfVisitor: number;
  spent: number;
  calls: number;
}

/** `--rounds=3` */
export async function flood(flags: readonly string[]): Promise<void> {
  const rounds = Number(flags.find((flag) => flag.startsWith('--rounds='))?.split('=')[1] ?? 3);
  for (const scripts of [1, 50]) await against(scripts, rounds);
}

async function against(scripts: number, rounds: number): Promise<void> {
  const postgres = await startPostgres();
  const model = await startModel(PACE);
  const stops: (() => unknown)[] = [() => postgres.stop(), () => model.stop()];
  try {
    const url = await postgres.createDatabase('flood');
    const server = await startParley(url, {
      visitors: scripts + TALKING / 2,
      agents: TALKING / 2 + 1,
      owner: 'agent',
      withBot: scripts,
      roles: 'web,worker',
      env: {
        OPENAI_BASE_URL: model.baseUrl,
        OPENAI_MODEL: 'flood',
        OPENAI_EMBEDDING_MODEL: 'off',
        OPENAI_PRICES: PRICES,
        MODEL_SPEND_DAY: dollars(LIMITS.day),
        MODEL_SPEND_MONTH: '1',
        MODEL_SPEND_VISITOR_DAY: dollars(LIMITS.visitorDay),
        MAX_FRAMES_PER_SECOND: '100',
        TRUST_PROXY: 'loopback',
      },
    });
    stops.push(() => server.stop());
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    stops.push(() => pool.end());
    await writeArticle(server, pool);
    const books: Books = { most: 0, mostOfVisitor: 0, spent: 0, calls: 0 };
    const watch = setInterval(() => void look(pool, books).catch(() => undefined), LOOK_MS);
    const [quiet, flooded, floods]: [Outcome[], Outcome[], Flooded[]] = [[], [], []];
    for (let n = 0; n < rounds; n++) {
      quiet.push(await talk(server, `q${n}`));
      const script = startScript({ port: server.port, people: peopleOf(server, scripts), name: `f${n}` });
      await delay(500);
      flooded.push(await talk(server, `f${n}`));
      floods.push(await script.stop());
      await delay(3_000);
    }
    clearInterval(watch);
    await look(pool, books);
    report({ scripts, quiet, flooded, floods, books, asked: model.answers });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** Or a visitor whom the bot knows no answer for is soon a person's, and the flood asks nobody any more. */
async function writeArticle(server: RunningServer, pool: pg.Pool): Promise<void> {
  await pool.query(`update memberships set role = 'admin'`);
  const { status } = await fetch(`http://127.0.0.1:${server.port}/api/articles`, {
    method: 'POST',
    headers: { ...server.agents[0]?.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'The long poem', body: 'Recite each verse of the long poem by its number.' }),
  });
  if (status !== 201) throw new Error(`the article was answered with ${status}`);
}

const peopleOf = (server: RunningServer, count: number) =>
  server.visitors.slice(0, count).map(({ path, headers }, n) => ({
    path,
    headers: { ...headers, 'x-forwarded-for': `2001:db8:${n.toString(16)}::1` },
  }));

const talk = (server: RunningServer, name: string): Promise<Outcome> =>
  runPhase({
    server: 'parley',
    port: server.port,
    visitors: server.visitors
      .slice(-TALKING / 2)
      .flatMap((guest, n) => [guest, { path: guest.path, headers: server.agents[n + 1]?.headers ?? {} }]),
    agents: server.agents.slice(0, 1),
    perSecond: PER_SECOND,
    warmUpMs: 1_000,
    measureMs: MEASURE_MS,
    patienceMs: 20_000,
    name: `plain-${name}`,
  });

function startScript(script: Script): { stop(): Promise<Flooded> } {
  const child = fork(SCRIPT, { execArgv: [], serialization: 'advanced' });
  endWithUs(child);
  child.send(script);
  return {
    stop: () =>
      new Promise((resolve) => {
        child.once('message', (flooded: Flooded) => resolve(flooded));
        child.send('stop');
      }),
  };
}

async function look(pool: pg.Pool, books: Books): Promise<void> {
  const { rows } = await pool.query<{ spent: number; held: number; calls: number; visitor: number }>(
    `select coalesce((select sum(spent_micros) from bot_spending), 0)::int as spent,
       coalesce((select sum(calls) from bot_spending), 0)::int as calls,
       coalesce((select sum(micros) from bot_holds), 0)::int as held,
       coalesce((select max(s.spent_micros + coalesce(h.micros, 0)) from bot_visitor_spending s
         left join (select visitor_id, sum(micros) as micros from bot_holds group by 1) h using (visitor_id)), 0)::int as visitor`,
  );
  const { spent = 0, held = 0, calls = 0, visitor = 0 } = rows[0] ?? {};
  Object.assign(books, { spent, calls });
  books.most = Math.max(books.most, spent + held);
  books.mostOfVisitor = Math.max(books.mostOfVisitor, visitor);
}

interface Report {
  readonly scripts: number;
  readonly quiet: readonly Outcome[];
  readonly flooded: readonly Outcome[];
  readonly floods: readonly Flooded[];
  readonly books: Books;
  /** Of the model, by its own count. */
  readonly asked: number;
}

function report({ scripts, quiet, flooded, floods, books, asked }: Report): void {
  const sum = (tell: (one: Flooded) => number) => floods.reduce((total, one) => total + tell(one), 0);
  const of = (outcomes: readonly Outcome[], tell: (one: Outcome) => number, unit = 'ms') =>
    told(spread(outcomes.map(tell)), unit, 1);
  printTable(`${scripts} scripted visitor${scripts > 1 ? 's' : ''}`, [
    [
      'questions sent, acknowledged, refused',
      `${sum(({ sent }) => sent)}, ${sum((one) => one.acknowledged)}, ${sum((one) => one.refused)}`,
      '',
    ],
    ['told to go', `${sum(({ closed }) => closed)}`, ''],
    ['answers', `${sum(({ answers }) => answers)}`, ''],
    ['the model was asked', `${asked} times`, ''],
    ['which costs', `${asked * COST_MICROS} millionths`, `at most ${LIMITS.day}`],
    ['spent by the books', `${books.spent} in ${books.calls} calls`, `at most ${LIMITS.day}`],
    ['spent and held, at most', `${books.most}`, `at most ${LIMITS.day}`],
    ['the same of one visitor', `${books.mostOfVisitor}`, `at most ${LIMITS.visitorDay}`],
    ['others, p50 without', of(quiet, ({ p50 }) => p50), ''],
    ['others, p50 beside it', of(flooded, ({ p50 }) => p50), ''],
    ['others, p99 without', of(quiet, ({ p99 }) => p99), ''],
    ['others, p99 beside it', of(flooded, ({ p99 }) => p99), ''],
    [
      'others’ messages refused, unanswered, closed',
      of(flooded, (one) => one.refused + one.unanswered + one.closed, ''),
      '0',
    ],
  ]);
  const over = asked * COST_MICROS > LIMITS.day || books.most > LIMITS.day || books.mostOfVisitor > LIMITS.visitorDay;
  if (over) process.exitCode = 1;
}
