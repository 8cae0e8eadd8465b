/**
 * `pnpm bench logins`: what a visitor who talks notices of a hundred people who sign in at the same moment. The same load of
 * messages without them, with them, and with as many requests that hash nothing (to tell what the hashing adds), in turn, so
 * that a noisy machine is noisy for all.
 */
import { runPhase } from './load/load.ts';
import type { Outcome } from './load/phase.ts';
import { type RunningServer, startParley, startPostgres } from './servers.ts';
import { spread, told } from './table.ts';

const LOGINS = 100;
const VISITORS = 100;
const PER_SECOND = 200;

interface Round {
  readonly chat: Outcome;
  readonly logins: Logins | null;
}
interface Logins {
  readonly answered: number;
  readonly overloaded: number;
  /** Milliseconds until the last one was answered. */
  readonly tookMs: number;
}

/** `--quick`: two rounds. `--rounds=9`. */
export async function logins(flags: readonly string[]): Promise<void> {
  const quick = flags.includes('--quick');
  const rounds = Number(flags.find((flag) => flag.startsWith('--rounds='))?.split('=')[1] ?? (quick ? 2 : 7));
  const postgres = await startPostgres();
  const calm: Round[] = [];
  const knocks: Round[] = [];
  const rush: Round[] = [];
  try {
    const url = await postgres.createDatabase('logins');
    const people = { visitors: VISITORS, agents: 1, owner: 'agent' } as const;
    const server = await startParley(url, { ...people, env: { TRUST_PROXY: 'loopback' } });
    for (let round = 0; round < rounds; round++) {
      calm.push(await measure(server, `calm${round}`, null));
      knocks.push(await measure(server, `knocks${round}`, '/api/users/refresh'));
      rush.push(await measure(server, `rush${round}`, '/api/users/login'));
    }
    await server.stop();
  } finally {
    await postgres.stop();
  }
  const of = (all: readonly Round[], read: (round: Round) => number, unit: string, digits = 1) =>
    told(spread(all.map(read)), unit, digits);
  console.log(
    `\n${PER_SECOND} messages a second, ${rounds} rounds in turn, without and with ${LOGINS} requests at once\n`,
  );
  console.log('| what | without | that hash nothing | logins |\n|---|---|---|---|');
  for (const [what, read] of [
    ['acknowledged after, p50', ({ chat }: Round) => chat.p50],
    ['acknowledged after, p99', ({ chat }: Round) => chat.p99],
    ['acknowledged after, at most', ({ chat }: Round) => chat.max],
  ] as const) {
    console.log(`| ${what} | ${of(calm, read, 'ms')} | ${of(knocks, read, 'ms')} | ${of(rush, read, 'ms')} |`);
  }
  const ratio = (all: readonly Round[]) =>
    told(spread(all.map(({ chat }, i) => chat.p99 / (calm[i] as Round).chat.p99)), 'x', 2);
  console.log(`| p99, round by round | 1.00 x | ${ratio(knocks)} | ${ratio(rush)} |`);
  const lost = (all: readonly Round[]) => all.reduce((sum, { chat }) => sum + chat.refused + chat.unanswered, 0);
  console.log(`| messages refused or unanswered | ${lost(calm)} | ${lost(knocks)} | ${lost(rush)} |`);
  console.log(`| logins answered | | | ${of(rush, ({ logins }) => logins?.answered ?? 0, '', 0)} |`);
  console.log(`| logins told to come back (503) | | | ${of(rush, ({ logins }) => logins?.overloaded ?? 0, '', 0)} |`);
  console.log(`| the last login answered after | | | ${of(rush, ({ logins }) => logins?.tookMs ?? 0, 'ms', 0)} |`);
}

async function measure(server: RunningServer, name: string, path: string | null): Promise<Round> {
  let signingIn: Promise<Logins> | null = null;
  const chat = await runPhase(
    {
      server: 'parley',
      port: server.port,
      visitors: server.visitors,
      agents: server.agents,
      perSecond: PER_SECOND,
      warmUpMs: 700,
      measureMs: 3_000,
      patienceMs: 5_000,
      name,
    },
    (moment) => {
      if (moment === 'begin' && path) signingIn = allAtOnce(server.port, path, name);
    },
  );
  return { chat, logins: await signingIn };
}

/** A hundred people at a hundred addresses. That they are nobody costs the same. */
async function allAtOnce(port: number, path: string, name: string): Promise<Logins> {
  const began = performance.now();
  const statuses = await Promise.all(
    Array.from({ length: LOGINS }, async (_, n) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${n + 1}` },
        body: JSON.stringify({ email: `${name}-${n}@bench.test`, password: 'a password of the bench' }),
      });
      await answer.arrayBuffer();
      return answer.status;
    }),
  );
  return {
    answered: statuses.filter((status) => status === 401).length,
    overloaded: statuses.filter((status) => status === 503).length,
    tookMs: performance.now() - began,
  };
}
