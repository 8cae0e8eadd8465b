/** Reconnects everybody, so many at a time: session, socket, the last 20 messages. A process of its own, raw sockets, hardly any JSON. */
import { begins } from '../load/dialects.ts';
import { rawPost } from '../load/raw-post.ts';
import { openRaw, type RawSocket } from '../load/raw-socket.ts';
import { DIALECTS, type Dialect } from './dialects.ts';
import type { Storm, StormOutcome } from './storm.ts';

const PATIENCE_MS = 30_000;

async function run({ server, port, site, tokens, atOnce }: Storm): Promise<StormOutcome> {
  const dialect = DIALECTS[server];
  const waited: number[] = [];
  const problems = new Map<string, number>();
  const open: RawSocket[] = [];
  let next = 0;
  const began = performance.now();
  const one = async () => {
    for (let i = next++; i < tokens.length; i = next++) {
      const at = performance.now();
      try {
        open.push(await reconnect(dialect, port, site, tokens[i] as string));
        waited.push(performance.now() - at);
      } catch (error) {
        const { message } = error as Error;
        problems.set(message, (problems.get(message) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  const ms = performance.now() - began;
  for (const socket of open) socket.destroy();
  waited.sort((a, b) => a - b);
  const at = (share: number) => waited[Math.floor(share * (waited.length - 1))] ?? Number.NaN;
  return { ms, p50: at(0.5), p99: at(0.99), connected: open.length, problems: [...problems] };
}

/** Resolves when the history is there. */
async function reconnect(dialect: Dialect, port: number, site: string, token: string): Promise<RawSocket> {
  const answer = await rawPost(port, dialect.session.path(site), dialect.session.body(token));
  const { path, headers } = dialect.socket(answer, site);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no history in time')), PATIENCE_MS);
    const settle = (socket: RawSocket) => {
      clearTimeout(timer);
      resolve(socket);
    };
    openRaw({
      port,
      path,
      headers,
      onText: (data, from, to, socket) => {
        if (dialect.ready && begins(data, from, to, dialect.ready)) socket.send(dialect.history);
        else if (begins(data, from, to, dialect.answer)) {
          const messages = count(data.subarray(from, to));
          if (messages === 20) settle(socket);
          else reject(new Error(`a history of ${messages} messages`));
        }
      },
      onClose: (code) => reject(new Error(`closed with ${code}`)),
    }).then((socket) => socket.send(dialect.hello ?? dialect.history), reject);
  });
}

const MARK = Buffer.from('"client_id":');
function count(data: Buffer): number {
  let found = 0;
  for (let at = data.indexOf(MARK); at >= 0; at = data.indexOf(MARK, at + MARK.length)) found++;
  return found;
}

process.once('message', (storm: Storm) => {
  run(storm).then(
    (outcome) => process.send?.(outcome, () => process.disconnect()),
    (error: Error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
