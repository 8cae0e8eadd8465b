/** What /proc tells of processes: processor time and memory, of one or of a whole family. Linux alone. */
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ, 100 on every Linux that Node runs on. */
const TICK_MS = 10;

const fieldsOf = (pid: number): string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces.
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => {
      try {
        return Number(fieldsOf(candidate)[1]) === pid;
      } catch {
        return false;
      }
    });
}

/** The process and all that came from it. */
export const family = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(family)];

/** Milliseconds of processor so far, children that have ended included. */
export function cpuMs(pid: number): number {
  try {
    const [utime, stime, cutime, cstime] = fieldsOf(pid).slice(11, 15).map(Number) as [number, number, number, number];
    return (utime + stime + cutime + cstime) * TICK_MS;
  } catch {
    return 0;
  }
}

/** Of the process and its living children; those that have ended count in their parent. */
export const familyCpuMs = (pid: number): number => family(pid).reduce((sum, member) => sum + cpuMs(member), 0);

/** Proportional set size: what is shared between processes is counted once. MiB. */
export function memoryMib(pid: number): number {
  const kib = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
  return kib / 1024;
}

export const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
