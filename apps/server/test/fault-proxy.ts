/** A TCP proxy that misbehaves by a seed: requests lost, answers lost after the work was done, frames cut in the middle. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** mulberry32: small, seedable, good enough to choose faults. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface FaultProxy {
  readonly port: number;
  /** Connections cut so far. */
  readonly faults: number;
  /** Where new connections go; 0: nowhere, they are refused. */
  target: number;
  /** Share of chunks that meet a fault, 0 to 1. */
  rate: number;
  /** The next chunk to the target that holds these bytes is the connection's last: it arrives (and its answer does not), or not even that. */
  last: { readonly bytes: string; readonly arrives: boolean } | null;
  /** Cuts everything that is open, as a node that dies does. */
  cutAll(): void;
  close(): Promise<void>;
}

export async function startFaultProxy(target: number, rate: number, random: () => number): Promise<FaultProxy> {
  const open = new Set<Socket>();
  const proxy = { target, rate, faults: 0, last: null as FaultProxy['last'] };

  const relay = (from: Socket, to: Socket, both: () => void) => {
    from.on('data', (chunk) => {
      if (to.destroyed || to.writableEnded) return;
      if (random() >= proxy.rate) {
        to.write(chunk);
        return;
      }
      proxy.faults++;
      // Nothing of it arrives, or its first half does: for answers that is "done, but nobody was told".
      if (random() < 0.5) to.write(chunk.subarray(0, chunk.length >> 1));
      both();
    });
    from.on('error', both);
    // What a half-closed connection still has to bring out comes out.
    from.on('close', () => (to.writableEnded ? undefined : both()));
  };

  const server = createServer((client) => {
    if (proxy.target === 0) return client.destroy();
    const upstream = connect(proxy.target, '127.0.0.1');
    open.add(client);
    const both = () => {
      open.delete(client);
      client.destroy();
      upstream.destroy();
    };
    client.on('data', (chunk) => {
      if (!proxy.last || !chunk.includes(proxy.last.bytes)) return;
      proxy.faults++;
      client.destroy();
      // In order: what was written goes out before the end.
      if (proxy.last.arrives) upstream.end(chunk);
      else upstream.destroy();
      proxy.last = null;
    });
    relay(client, upstream, both);
    relay(upstream, client, both);
    return undefined;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return Object.assign(proxy, {
    port: (server.address() as AddressInfo).port,
    cutAll: () => {
      for (const socket of open) socket.destroy();
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  });
}
