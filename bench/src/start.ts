/** How long the program takes to be ready, on a new and on a used data folder, and the memory of the idle whole. */
import { commandOf, family, memoryMib } from './processes.ts';
import { newDataDir, startProgram } from './program.ts';
import { printTable, spread, told } from './table.ts';

const ROUNDS = 7;
const IDLE_MS = 8_000;

export async function start(): Promise<void> {
  const first: number[] = [];
  const again: number[] = [];
  const server: number[] = [];
  const postgres: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const data = newDataDir();
    const fresh = await startProgram(data.path);
    first.push(fresh.tookMs);
    await fresh.stop();
    const warm = await startProgram(data.path);
    again.push(warm.tookMs);
    if (round < 3) {
      await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
      const pids = family(warm.pid).filter((pid) => !commandOf(pid).includes('demo/src/main.ts'));
      server.push(memoryMib(warm.pid));
      postgres.push(
        pids.filter((pid) => /postgres/.test(commandOf(pid))).reduce((sum, pid) => sum + memoryMib(pid), 0),
      );
    }
    await warm.stop();
    data.remove();
  }
  printTable(`Starting, ${ROUNDS} rounds (the built program, without installing)`, [
    ['new data folder: database made, migrated, seeded', told(spread(first), 'ms'), 'part of 60 s cold'],
    ['used data folder', told(spread(again), 'ms'), 'at most 4 s'],
    ['idle server, PSS', told(spread(server), 'MiB'), 'together below 250 MB'],
    ['idle Postgres, PSS', told(spread(postgres), 'MiB'), ''],
  ]);
}
