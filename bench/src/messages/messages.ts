/**
 * How many messages a second Parley and the two baselines take, what one costs in processor time, and how long a sender
 * waits. Rounds are interleaved, so that a noisy machine is noisy for all; what counts is each round's own ratio.
 */
import type { ServerName } from '../load/dialects.ts';
import { runPhase } from '../load/load.ts';
import type { Outcome, Phase } from '../load/phase.ts';
import { cpuMs, familyCpuMs } from '../processes.ts';
import { type BenchPostgres, type RunningServer, startBaseline, startParley, startPostgres } from '../servers.ts';
import { type Measured, report } from './report.ts';

const VISITORS = 200;
const AGENTS = 10;

/** What is run against each server in each round. */
export const LOADS = [
  { name: 'next', perSecond: null, agents: 1 },
  { name: 'ten agents', perSecond: null, agents: AGENTS },
  { name: '500/s', perSecond: 500, agents: 1 },
  { name: '2,000/s', perSecond: 2_000, agents: 1 },
  { name: '8,000/s', perSecond: 8_000, agents: 1 },
  { name: '20,000/s', perSecond: 20_000, agents: 1 },
] as const;
export type LoadName = (typeof LOADS)[number]['name'];

/** `--quick`: one short round; `--only=next+500/s` and `--servers=parley` leave the rest out; `--profile` writes a .cpuprofile of Parley. */
export async function messages(flags: readonly string[]): Promise<void> {
  const quick = flags.includes('--quick');
  const chosen = (name: string) =>
    flags
      .find((flag) => flag.startsWith(`--${name}=`))
      ?.split('=')[1]
      ?.split('+');
  const loads = LOADS.filter(({ name }) => chosen('only')?.includes(name) ?? true);
  const servers = (chosen('servers') ?? ['A', 'B', 'parley']) as ServerName[];
  const owner = flags.includes('--bot') ? 'bot' : 'agent';
  const rounds = Number(chosen('rounds')?.[0] ?? (quick ? 1 : 5));
  const time = quick ? { warmUpMs: 500, measureMs: 2_000 } : { warmUpMs: 700, measureMs: 2_500 };

  const postgres = await startPostgres();
  const running: RunningServer[] = [];
  const measured: Measured[] = [];
  try {
    for (const name of servers) {
      const url = await postgres.createDatabase(`bench_${name.toLowerCase()}`);
      const people = { visitors: VISITORS, agents: AGENTS };
      running.push(
        name === 'parley'
          ? await startParley(url, {
              ...people,
              owner,
              flags: flags.includes('--profile') ? ['--cpu-prof', '--cpu-prof-dir=.profile'] : [],
            })
          : await startBaseline(name, url, people),
      );
    }
    for (let round = 0; round < rounds; round++) {
      for (const load of loads) {
        // Whoever comes first has the emptier caches: the order turns.
        for (let i = 0; i < running.length; i++) {
          const server = running[(i + round) % running.length] as RunningServer;
          const result = await measureOne(server, postgres, {
            server: server.name,
            port: server.port,
            visitors: server.visitors,
            agents: server.agents.slice(0, load.agents),
            perSecond: load.perSecond,
            ...time,
            patienceMs: 5_000,
            name: `${round}${load.name}`,
          });
          measured.push({ server: server.name, load: load.name, ...result });
          tellProgress(round, load.name, server.name, result);
        }
      }
    }
  } finally {
    for (const server of running) await server.stop();
    await postgres.stop();
  }
  report(measured, { rounds, owner, picture: !quick && servers.length === 3 });
}

async function measureOne(
  server: RunningServer,
  postgres: BenchPostgres,
  phase: Phase,
): Promise<Omit<Measured, 'server' | 'load'>> {
  let node = 0;
  let database = 0;
  const outcome: Outcome = await runPhase(phase, (moment) => {
    const sign = moment === 'begin' ? -1 : 1;
    node += sign * cpuMs(server.pid);
    database += sign * familyCpuMs(postgres.pid);
  });
  const seconds = phase.measureMs / 1000;
  return {
    outcome,
    perSecond: outcome.acknowledged / seconds,
    nodeCpu: node / outcome.acknowledged,
    postgresCpu: database / outcome.acknowledged,
  };
}

function tellProgress(
  round: number,
  load: string,
  server: string,
  { outcome, perSecond, nodeCpu, postgresCpu }: Omit<Measured, 'server' | 'load'>,
): void {
  const { p50, p99, max, refused, unanswered, total, delivered, ownCpuMs } = outcome;
  const short = delivered.filter((count) => count < total * 0.999).length;
  console.log(
    [
      `${round + 1}`,
      load.padEnd(10),
      server.padEnd(6),
      `${perSecond.toFixed(0).padStart(6)}/s`,
      `cpu ${nodeCpu.toFixed(4)}+${postgresCpu.toFixed(4)} ms`,
      `p50 ${p50.toFixed(2)} p99 ${p99.toFixed(2)} max ${max.toFixed(1)} ms`,
      `generator ${ownCpuMs.toFixed(0)} ms`,
      ...(refused ? [`${refused} REFUSED`] : []),
      ...(unanswered ? [`${unanswered} UNANSWERED`] : []),
      ...(short ? [`${short} agents lack messages: ${delivered.join(', ')} of ${total}`] : []),
    ].join('  '),
  );
}
