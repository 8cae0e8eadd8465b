/**
 * `pnpm bench timing`: whether the time of an answer tells who has an account. A thousand people who have one and a thousand
 * who have none, in turn, one after the other, each from an address of its own.
 */
import { randomInt, randomUUID } from 'node:crypto';
import pg from 'pg';
import { hashPassword } from '../../apps/server/src/accounts/passwords.ts';
import { startParley, startPostgres } from './servers.ts';

const WARM_UP = 20;
const DRAWS = 2_000;

interface Door {
  readonly what: string;
  readonly path: string;
  readonly body: (email: string) => object;
}
const DOORS: readonly Door[] = [
  { what: 'login, wrong password', path: '/api/users/login', body: (email) => ({ email, password: 'not this one' }) },
  { what: 'forgotten password', path: '/api/users/password/forgot', body: (email) => ({ email }) },
];

/** `--samples=1000`. */
export async function timing(flags: readonly string[]): Promise<void> {
  const samples = Number(flags.find((flag) => flag.startsWith('--samples='))?.split('=')[1] ?? 1_000);
  const postgres = await startPostgres();
  try {
    const url = await postgres.createDatabase('timing');
    const server = await startParley(url, {
      visitors: 1,
      agents: 1,
      owner: 'agent',
      env: { TRUST_PROXY: 'loopback' },
    });
    const known = Array.from({ length: samples + WARM_UP }, () => `k-${randomUUID()}@bench.test`);
    await makeAccounts(url, known);
    console.log(`\n${samples} known and ${samples} unknown, in turn\n`);
    console.log('| door | answers alike | known, median | unknown, median | known minus unknown (95 %) | p90 |');
    console.log('|---|---|---|---|---|---|');
    for (const door of DOORS) {
      const times = { known: [] as number[], unknown: [] as number[] };
      const answers = { known: new Set<string>(), unknown: new Set<string>() };
      for (const [n, email] of known.entries()) {
        const pair = [
          ['known', email],
          ['unknown', `u-${randomUUID()}@bench.test`],
        ] as const;
        // Whoever comes second finds warmer caches: who that is changes.
        for (const [kind, address] of n % 2 ? pair : pair.toReversed()) {
          const { took, answer } = await ask(server.port, door, address);
          if (n >= WARM_UP) times[kind].push(took);
          answers[kind].add(answer);
        }
      }
      const alike = answers.known.size === 1 && [...answers.known].join() === [...answers.unknown].join();
      const [low, high] = differs(times.known, times.unknown);
      console.log(
        `| ${door.what} | ${alike ? 'yes' : [...answers.known, ...answers.unknown].join(' / ')} | ${ms(median(times.known))} | ${ms(median(times.unknown))} | ${ms(
          median(times.known) - median(times.unknown),
        )} (${ms(low)} to ${ms(high)}) | ${ms(quantile(times.known, 0.9))} / ${ms(quantile(times.unknown, 0.9))} |`,
      );
    }
    await server.stop();
  } finally {
    await postgres.stop();
  }
}

async function makeAccounts(url: string, emails: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `with made as (
      insert into accounts (id, email, username, name, password_hash)
      select gen_random_uuid(), email, split_part(email, '@', 1), 'Known', $2 from unnest($1::text[]) as email returning id)
    insert into memberships (site_id, account_id, role) select sites.id, made.id, 'agent' from made, sites`,
    [emails, await hashPassword('the right password')],
  );
  await client.query('analyze');
  await client.end();
}

async function ask(port: number, { path, body }: Door, email: string): Promise<{ took: number; answer: string }> {
  const address = `2001:db8:${randomInt(65_536).toString(16)}:${randomInt(65_536).toString(16)}::1`;
  const text = JSON.stringify(body(email));
  const began = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: text,
  });
  const said = await answer.text();
  return { took: performance.now() - began, answer: `${answer.status} ${said}` };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] as number;
}
const median = (values: readonly number[]) => quantile(values, 0.5);
const ms = (value: number) => `${value.toFixed(2)} ms`;

/** Within what the difference of the medians lies, by drawing the samples anew (bootstrap). */
function differs(one: readonly number[], other: readonly number[]): [low: number, high: number] {
  const draw = (from: readonly number[]) => median(from.map(() => from[randomInt(from.length)] as number));
  const differences = Array.from({ length: DRAWS }, () => draw(one) - draw(other));
  return [quantile(differences, 0.025), quantile(differences, 0.975)];
}
