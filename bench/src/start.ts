/** How long the program takes to be ready, on a new and on a used data folder, and the memory of the idle whole. */
import { readdirSync, readFileSync } from 'node:fs';
import { newDataDir, startProgram } from './program.ts';
import { printTable, spread, told } from './table.ts';

const ROUNDS = 7;
const IDLE_MS = 8_000;

/** The process and all that came from it. */
function family(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]) === pid;
      } catch {
        return false;
      }
    })
    .map(Number);
  return [pid, ...children.flatMap(family)];
}

/** Proportional set size: what is shared between processes is counted once. MiB. */
function memory(pid: number): number {
  const kib = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
  return kib / 1024;
}
const nameOf = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');

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
      const pids = family(warm.pid).filter((pid) => !nameOf(pid).includes('demo/src/main.ts'));
      server.push(memory(warm.pid));
      postgres.push(pids.filter((pid) => /postgres/.test(nameOf(pid))).reduce((sum, pid) => sum + memory(pid), 0));
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
