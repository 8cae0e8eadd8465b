/**
 * Set up before each test file that shares its process with others: fails the file that leaves a changed clock,
 * environment or spy behind, or a server that still listens. Otherwise a neighbour would fail, and which one depends on
 * timing.
 */
import { afterAll, expect, vi } from 'vitest';

/** Those that are replaced most: by their names in the report. */
const functions = (): [name: string, is: unknown][] =>
  Object.entries({
    Date,
    fetch,
    setTimeout,
    setInterval,
    setImmediate,
    queueMicrotask,
    'Date.now': Date.now,
    'Math.random': Math.random,
    'performance.now': performance.now,
    'crypto.randomUUID': crypto.randomUUID,
    'process.exit': process.exit,
    'process.kill': process.kill,
    'process.stdout.write': process.stdout.write,
    'console.log': console.log,
    'console.info': console.info,
    'console.warn': console.warn,
    'console.error': console.error,
  });

const look = () =>
  new Map<string, unknown>([
    ['a fake clock', vi.isFakeTimers()],
    ['listening servers', process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length],
    ...Object.entries(process.env).map(([name, value]) => [`env ${name}`, value] as const),
    ...functions(),
  ]);

/** libvips leaves it when it is loaded. */
const OF_LIBRARIES = 'env VIPSHOME';

const before = look();
const leftBehind = () => {
  const now = look();
  return [...new Set([...before.keys(), ...now.keys()])].filter(
    (what) => now.get(what) !== before.get(what) && what !== OF_LIBRARIES,
  );
};

// Registered before the file's own, so it runs after them.
afterAll(async () => {
  // The configuration does so before each test, and nobody after the last.
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  // A server that was closed is gone a moment later.
  await vi.waitFor(() => expect(leftBehind()).toEqual([]), { timeout: 5_000 });
});
