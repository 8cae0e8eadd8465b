/**
 * A TCP relay that misbehaves on demand: slow, narrow, silent, torn, or taking requests in and keeping the answers. It sees
 * bytes alone.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** The next bytes are cut in the middle and the connection ends. */
  cutNext: boolean;
  /** What comes back is thrown away. */
  deaf: boolean;
}

export interface Relay {
  readonly port: number;
  /** Milliseconds for each direction. */
  delayMs: number;
  /** Bytes a second and connection, each direction; 0: unlimited. */
  bytesPerSecond: number;
  /** Nothing passes, nothing is closed, until it is false again: then all that waited goes on. */
  silent: boolean;
  /** Ends a share (0 to 1) of the connections. */
  reset(share: number): void;
  /** A share of the connections ends in the middle of its next bytes. */
  cut(share: number): void;
  /** A share of the connections delivers requests and loses their answers, and ends a moment later. */
  dropAnswers(share: number): void;
  close(): Promise<void>;
}

const DEAF_MS = 700;

/** `targets`: ports to try in turn for a new connection. */
export async function startRelay(targets: () => readonly number[], random: () => number): Promise<Relay> {
  const open = new Set<Pair>();
  let turn = 0;
  const state = { delayMs: 0, bytesPerSecond: 0 };
  let silent = false;

  const end = (pair: Pair) => {
    open.delete(pair);
    pair.near.destroy();
    pair.far.destroy();
  };
  const pass = (pair: Pair, from: Socket, to: Socket) => {
    let due = 0;
    /** First in, first out, however timers are rounded. */
    const waiting: Buffer[] = [];
    from.on('data', (chunk) => {
      if (pair.deaf && from === pair.far) return;
      if (pair.cutNext && chunk.length > 1) {
        to.write(chunk.subarray(0, chunk.length >> 1));
        return end(pair);
      }
      const narrow = state.bytesPerSecond && (chunk.length / state.bytesPerSecond) * 1_000;
      const now = performance.now();
      due = Math.max(due + narrow, now + state.delayMs + narrow);
      if (due <= now && waiting.length === 0) to.write(chunk);
      else {
        waiting.push(chunk);
        setTimeout(() => to.write(waiting.shift() as Buffer), due - now);
      }
      // As much as fits into a pipe, and no more: the sender has to wait.
      if (due - now > state.delayMs + 1_000) {
        from.pause();
        setTimeout(() => silent || from.resume(), due - now - state.delayMs);
      }
      return undefined;
    });
    from.on('error', () => end(pair));
    from.on('close', () => end(pair));
  };
  const begin = (near: Socket) => {
    near.on('error', () => near.destroy());
    near.pause();
    const ports = [...targets()];
    const tryNext = () => {
      if (ports.length === 0) return near.destroy();
      const [port] = ports.splice(turn++ % ports.length, 1);
      const far = connect(port as number, '127.0.0.1');
      far.once('error', tryNext);
      far.once('connect', () => {
        far.off('error', tryNext);
        near.setNoDelay(true);
        far.setNoDelay(true);
        const pair: Pair = { near, far, cutNext: false, deaf: false };
        open.add(pair);
        pass(pair, near, far);
        pass(pair, far, near);
        if (silent) far.pause();
        else near.resume();
        if (near.destroyed) end(pair);
      });
      return undefined;
    };
    tryNext();
  };
  const some = (share: number, act: (pair: Pair) => void) => {
    for (const pair of open) if (random() < share) act(pair);
  };
  const server = createServer(begin);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', 4_096, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    get delayMs() {
      return state.delayMs;
    },
    set delayMs(ms) {
      state.delayMs = ms;
    },
    get bytesPerSecond() {
      return state.bytesPerSecond;
    },
    set bytesPerSecond(bytes) {
      state.bytesPerSecond = bytes;
    },
    get silent() {
      return silent;
    },
    set silent(now) {
      silent = now;
      for (const socket of [...open].flatMap(({ near, far }) => [near, far])) {
        if (now) socket.pause();
        else socket.resume();
      }
    },
    reset: (share) => some(share, end),
    cut: (share) =>
      some(share, (pair) => {
        pair.cutNext = true;
      }),
    dropAnswers: (share) =>
      some(share, (pair) => {
        pair.deaf = true;
        setTimeout(() => end(pair), DEAF_MS);
      }),
    close: () =>
      new Promise((resolve) => {
        for (const pair of open) end(pair);
        server.close(() => resolve());
      }),
  };
}
