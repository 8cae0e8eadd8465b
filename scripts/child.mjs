/**
 * Owns how the scripts run other programs: what they print is seen at once, what stops us stops them, and we leave after
 * them, with their exit code.
 */
import { spawn } from 'node:child_process';

/** Above this a second Ctrl-C is a person losing patience, below it the same one told twice (by npm and the terminal). */
const PATIENCE_MS = 1_000;

const running = new Set();
let stoppedAt = 0;

/** True once this program was asked to stop: nothing new should be started. */
export const isStopping = () => stoppedAt > 0;

/**
 * Runs a program to its end and answers with its exit code; 128 + n for one that a signal ended. `onLine` gets its output line by
 * line instead of the terminal.
 */
export function run(command, args, { cwd, env, onLine } = {}) {
  return new Promise((resolve, reject) => {
    if (isStopping()) return resolve(130);
    const posix = process.platform !== 'win32';
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: onLine ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      // A group of its own: Ctrl-C reaches it through us, once, however many processes pass it on.
      detached: posix,
      shell: !posix && !command.endsWith('.exe'),
    });
    running.add(child);
    if (onLine) for (const stream of [child.stdout, child.stderr]) byLine(stream, onLine);
    const guard = posix && child.pid ? startGuard(child.pid) : undefined;
    const done = () => {
      running.delete(child);
      guard?.kill();
    };
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('close', (code, signal) => {
      done();
      resolve(code ?? 128 + ({ SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 1));
    });
  });
}

/** Ends the child's whole group when this program is gone in whatever way, kill -9 included. */
function startGuard(pid) {
  const guard = spawn('/bin/sh', ['-c', 'read -r _; kill -TERM -"$0"', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without a shell a kill -9 leaves the child running, and nothing else is lost.
  guard.once('error', () => undefined);
  guard.unref();
  return guard;
}

function stop() {
  const again = isStopping() && Date.now() - stoppedAt > PATIENCE_MS;
  if (isStopping() && !again) return;
  stoppedAt = Date.now();
  for (const child of running) end(child, again ? 'SIGKILL' : 'SIGTERM');
}

function end(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

function byLine(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => rest && onLine(rest));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

// `kill <npm>` ends npm and the shell between npm and us, and nobody tells us: we are handed to another parent.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent && !isStopping()) stop();
}, 500).unref();
