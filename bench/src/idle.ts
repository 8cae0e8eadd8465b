/**
 * `pnpm bench idle`: what an idle visitor's open socket holds in the server's memory, beside the two baselines. Each server is
 * asked through Node's inspector, after a full garbage collection, with nobody there and with everybody.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../apps/server/src/core/free-port.ts';
import { Inspector, type Memory } from './inspector.ts';
import { begins, DIALECTS } from './load/dialects.ts';
import type { Address } from './load/phase.ts';
import { openRaw, type RawSocket } from './load/raw-socket.ts';
import { type RunningServer, startBaseline, startParley, startPostgres } from './servers.ts';
import { spread, told } from './table.ts';

const AT_ONCE = 50;
/** Longer than a heartbeat: what the first one leaves behind counts. */
const SETTLE_MS = 12_000;

interface Watched {
  readonly server: RunningServer;
  readonly inspector: Inspector;
  readonly alive: number[];
  readonly resident: number[];
}

/** `--quick`: 500 visitors, one round. `--servers=parley` leaves the others out. */
export async function idle(flags: readonly string[]): Promise<void> {
  const quick = flags.includes('--quick');
  const visitors = quick ? 500 : 2_500;
  const rounds = Number(flags.find((flag) => flag.startsWith('--rounds='))?.split('=')[1] ?? (quick ? 1 : 5));
  const only = flags
    .find((flag) => flag.startsWith('--servers='))
    ?.split('=')[1]
    ?.split(',');
  const names = (['A', 'B', 'parley'] as const).filter((name) => only?.includes(name) ?? true);
  const postgres = await startPostgres();
  const watched: Watched[] = [];
  try {
    for (const name of names) {
      const url = await postgres.createDatabase(`idle_${name.toLowerCase()}`);
      const port = await freePort();
      const options = { visitors, agents: 1, flags: [`--inspect=127.0.0.1:${port}`] };
      const server =
        name === 'parley'
          ? await startParley(url, { ...options, owner: 'agent' })
          : await startBaseline(name, url, options);
      watched.push({ server, inspector: await Inspector.connect(port), alive: [], resident: [] });
    }
    // The first round makes code, pools and caches that stay.
    for (let round = -1; round < rounds; round++) {
      for (const { server, inspector, alive, resident } of watched) {
        const before = await inspector.memory();
        const sockets = await open(server);
        await delay(SETTLE_MS);
        const after = await inspector.memory();
        for (const socket of sockets) socket.destroy();
        await delay(2_000);
        const each = (read: (memory: Memory) => number) => (read(after) - read(before)) / visitors;
        console.error(
          round + 1,
          server.name,
          each((memory) => memory.alive),
          each((memory) => memory.resident),
        );
        if (round < 0) continue;
        alive.push(each((memory) => memory.alive));
        resident.push(each((memory) => memory.resident));
      }
    }
  } finally {
    for (const { server, inspector } of watched) {
      inspector.close();
      await server.stop();
    }
    await postgres.stop();
  }
  console.log(`\nMemory of one idle visitor in Node, of ${visitors.toLocaleString('en')}, ${rounds} rounds\n`);
  console.log('| server | alive after a full collection | resident |\n|---|---|---|');
  for (const { server, alive, resident } of watched) {
    console.log(`| ${server.name} | ${told(spread(alive), 'KiB', 1)} | ${told(spread(resident), 'KiB', 1)} |`);
  }
  console.log('\nGoal: at most 14 KiB.');
}

async function open({ name, port, visitors }: RunningServer): Promise<RawSocket[]> {
  const { hello, ping, ready } = DIALECTS[name];
  const one = (address: Address) =>
    new Promise<RawSocket>((resolve, reject) => {
      openRaw({
        port,
        ...address,
        onText: (data, from, to, socket) => {
          if (ping && to - from === ping.frame.length && begins(data, from, to, ping.frame)) socket.send(ping.answer);
          else if (ready && begins(data, from, to, ready)) resolve(socket);
        },
      }).then((socket) => {
        if (hello) socket.send(hello);
        if (!ready) resolve(socket);
      }, reject);
    });
  const sockets: RawSocket[] = [];
  for (let i = 0; i < visitors.length; i += AT_ONCE) {
    sockets.push(...(await Promise.all(visitors.slice(i, i + AT_ONCE).map(one))));
  }
  return sockets;
}
