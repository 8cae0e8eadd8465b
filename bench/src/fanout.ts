/**
 * `pnpm bench fanout`: one message to a thousand readers, as fast as they come, beside the two baselines. Readers are
 * sockets that hear every room; what counts is the messages that arrived at all of them together.
 */
import { runPhase } from './load/load.ts';
import { cpuMs } from './processes.ts';
import { type RunningServer, startBaseline, startParley, startPostgres } from './servers.ts';
import { spread, told } from './table.ts';

const READERS = 1_000;
/** Who writes the next message after the acknowledgement of the last. */
const WRITERS = 4;

interface Round {
  readonly perSecond: number;
  /** Microseconds of the server's Node for one delivery. */
  readonly cpuUs: number;
  readonly lost: number;
  readonly closed: number;
}

/** `--quick`: one round of two seconds; `--servers=parley` leaves the others out; `--profile` writes a .cpuprofile of Parley. */
export async function fanout(flags: readonly string[]): Promise<void> {
  const quick = flags.includes('--quick');
  const only = flags
    .find((flag) => flag.startsWith('--servers='))
    ?.split('=')[1]
    ?.split(',');
  const names = (['A', 'B', 'parley'] as const).filter((name) => only?.includes(name) ?? true);
  const rounds = quick ? 1 : 5;
  const postgres = await startPostgres();
  const running: { server: RunningServer; rounds: Round[] }[] = [];
  try {
    for (const name of names) {
      const url = await postgres.createDatabase(`fanout_${name.toLowerCase()}`);
      const people = { visitors: WRITERS, agents: 1 };
      const profile = flags.includes('--profile') ? ['--cpu-prof', '--cpu-prof-dir=.profile'] : [];
      const server =
        name === 'parley'
          ? await startParley(url, { ...people, owner: 'agent', flags: profile })
          : await startBaseline(name, url, people);
      running.push({ server, rounds: [] });
    }
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < running.length; i++) {
        const one = running[(i + round) % running.length] as (typeof running)[number];
        one.rounds.push(await measure(one.server, round));
        console.error(round + 1, one.server.name, JSON.stringify(one.rounds.at(-1)));
      }
    }
  } finally {
    for (const { server } of running) await server.stop();
    await postgres.stop();
  }
  console.log(`\nOne message to ${READERS.toLocaleString('en')} readers, ${rounds} rounds\n`);
  console.log('| server | deliveries/s | of A | Node µs of processor each | lost |\n|---|---|---|---|---|');
  const first = running.find(({ server }) => server.name === 'A')?.rounds ?? [];
  for (const { server, rounds: all } of running) {
    const ratios = all.flatMap(({ perSecond }, i) => (first[i] ? [perSecond / first[i].perSecond] : []));
    const cells = [
      server.name,
      told(spread(all.map(({ perSecond }) => perSecond)), ''),
      ratios.length > 0 ? told(spread(ratios), 'x', 2) : '',
      told(spread(all.map(({ cpuUs }) => cpuUs)), 'µs', 2),
      `${all.reduce((sum, { lost }) => sum + lost, 0)}`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log('\nGoal: at least 180,000 deliveries/s, none lost.');
}

async function measure(server: RunningServer, round: number): Promise<Round> {
  const reader = server.agents[0] as RunningServer['agents'][number];
  const measureMs = 2_500;
  let cpu = 0;
  const outcome = await runPhase(
    {
      server: server.name,
      port: server.port,
      visitors: server.visitors,
      agents: Array.from({ length: READERS }, () => reader),
      perSecond: null,
      warmUpMs: 500,
      measureMs,
      patienceMs: 5_000,
      name: `fanout-${round}`,
    },
    (moment) => {
      cpu += (moment === 'begin' ? -1 : 1) * cpuMs(server.pid);
    },
  );
  const deliveries = outcome.acknowledged * READERS;
  return {
    perSecond: deliveries / (measureMs / 1000),
    cpuUs: (cpu * 1000) / deliveries,
    lost: outcome.delivered.filter((count) => count < outcome.total * 0.999).length,
    closed: outcome.closed,
  };
}
