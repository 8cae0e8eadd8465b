/** The table of the messages bench, with the goals beside what was measured, and the picture of latency against load. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerName } from '../load/dialects.ts';
import type { Outcome } from '../load/phase.ts';
import { printTable, type Spread, spread } from '../table.ts';
import { latencyPicture } from './picture.ts';

export interface Measured {
  readonly server: ServerName;
  readonly load: string;
  readonly outcome: Outcome;
  readonly perSecond: number;
  /** Milliseconds of processor for one message. */
  readonly nodeCpu: number;
  readonly postgresCpu: number;
}

const PICTURE = fileURLToPath(new URL('../../results/latency.svg', import.meta.url));

const shown = ({ min, median, max }: Spread, digits: number): string => {
  const text = (value: number) =>
    value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return min === max ? text(median) : `${text(median)} (${text(min)} to ${text(max)})`;
};

export function report(
  measured: readonly Measured[],
  { rounds, owner, picture }: { rounds: number; owner: string; picture: boolean },
): void {
  const of = (server: ServerName, load: string) => measured.filter((one) => one.server === server && one.load === load);
  const figure = (server: ServerName, load: string, read: (one: Measured) => number) =>
    spread(of(server, load).map(read));
  /** Medians of the rounds' own ratios. */
  const ratio = (load: string, to: ServerName, read: (one: Measured) => number) => {
    const others = of(to, load);
    return spread(of('parley', load).map((one, round) => read(one) / read(others[round] as Measured)));
  };
  const servers = (['A', 'B', 'parley'] as const).filter((server) => measured.some((one) => one.server === server));
  const rows: [string, string, string][] = [];
  for (const load of new Set(measured.map((one) => one.load))) {
    for (const server of servers) {
      const who = server === 'parley' ? 'Parley' : server;
      if (!load.endsWith('/s'))
        rows.push([
          `${load}, ${who}: messages/s`,
          shown(
            figure(server, load, (one) => one.perSecond),
            0,
          ),
          '',
        ]);
      rows.push([
        `${load}, ${who}: CPU ms per message, Node / Postgres`,
        `${shown(
          figure(server, load, (one) => one.nodeCpu),
          4,
        )} / ${shown(
          figure(server, load, (one) => one.postgresCpu),
          4,
        )}`,
        '',
      ]);
      rows.push([
        `${load}, ${who}: p50 / p99`,
        `${shown(
          figure(server, load, (one) => one.outcome.p50),
          2,
        )} / ${shown(
          figure(server, load, (one) => one.outcome.p99),
          2,
        )} ms`,
        server === 'parley' && load === '20,000/s' ? 'p99 below 10 ms' : '',
      ]);
    }
  }
  const cpu = (one: Measured) => one.nodeCpu + one.postgresCpu;
  const compare = (what: string, load: string, to: ServerName, read: (one: Measured) => number, goal: string) => {
    if (of('parley', load).length > 0 && of(to, load).length > 0)
      rows.push([`**${what}**`, `${shown(ratio(load, to, read), 2)} x`, goal]);
  };
  compare('messages/s, Parley to A', 'next', 'A', (one) => one.perSecond, 'at least 4 x');
  compare('CPU per message, Parley to B', 'next', 'B', cpu, 'at most 0.25 x');
  compare('messages/s with ten agents, Parley to B', 'ten agents', 'B', (one) => one.perSecond, 'at least 5 x');
  compare('p50 at 500/s, Parley to A', '500/s', 'A', (one) => one.outcome.p50, 'at most 1 x');
  compare('p99 at 500/s, Parley to A', '500/s', 'A', (one) => one.outcome.p99, 'at most 1 x');
  compare('p99 at 8,000/s, Parley to B', '8,000/s', 'B', (one) => one.outcome.p99, 'below 0.3 x');
  const rooms = owner === 'bot' ? 'the bot has the rooms, each message adds its job' : 'an agent has the rooms';
  printTable(`Messages, ${rounds} interleaved rounds, medians (smallest to largest); ${rooms}`, rows);
  const lost = measured.filter(({ outcome }) => outcome.unanswered + outcome.refused > 0);
  for (const { server, load, outcome } of lost)
    console.log(`\n${server} at ${load}: ${outcome.unanswered} unanswered, ${outcome.refused} refused.`);
  if (picture) {
    mkdirSync(dirname(PICTURE), { recursive: true });
    writeFileSync(PICTURE, latencyPicture(measured));
    console.log(`\nThe picture: ${PICTURE}`);
  }
}
