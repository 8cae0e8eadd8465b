/** Scripted visitors, in a process of their own: each asks on and on, as fast as it is let, and comes back when it is told to go. */
import { setTimeout as delay } from 'node:timers/promises';
import { begins, DIALECTS } from '../load/dialects.ts';
import type { Address } from '../load/phase.ts';
import { openRaw, type RawSocket } from '../load/raw-socket.ts';
import { askedAs } from '../streaming/told.ts';

export interface Script {
  readonly port: number;
  readonly people: readonly Address[];
  /** Makes the questions this script's own. */
  readonly name: string;
}

export interface Flooded {
  readonly sent: number;
  readonly acknowledged: number;
  readonly refused: number;
  /** Sockets that the program closed. */
  readonly closed: number;
  readonly answers: number;
}

/** Questions of one visitor that nobody has acknowledged yet. */
const AHEAD = 10;
const COME_BACK_MS = 500;
const { message: frameOf, ack: ACK, refusal: REFUSAL } = DIALECTS.parley;
const ANSWER = Buffer.from('{"command":"new_message","message"');

const counts = { sent: 0, acknowledged: 0, refused: 0, closed: 0, answers: 0 };
const open = new Set<RawSocket>();
let over = false;

async function flood({ port, people, name }: Script): Promise<void> {
  await Promise.all(people.map((address, n) => oneOf(port, address, `${name}${n.toString(36).padStart(2, '0')}`)));
}

async function oneOf(port: number, address: Address, name: string): Promise<void> {
  let asked = 0;
  const ask = (socket: RawSocket) => {
    if (over) return;
    const id = `${name}${(asked++).toString(36).padStart(4, '0')}`;
    counts.sent++;
    socket.send(frameOf(asked, askedAs(id), id));
  };
  while (!over) {
    const gone = Promise.withResolvers<void>();
    try {
      const socket = await openRaw({
        port,
        ...address,
        onText: (data, from, to, own) => {
          if (begins(data, from, to, ANSWER)) {
            if (data.toString('latin1', from, to).includes('"role":"bot"')) counts.answers++;
            return;
          }
          if (begins(data, from, to, ACK)) counts.acknowledged++;
          else if (begins(data, from, to, REFUSAL)) counts.refused++;
          else return;
          ask(own);
        },
        onClose: () => gone.resolve(),
      });
      open.add(socket);
      for (let i = 0; i < AHEAD; i++) ask(socket);
      await gone.promise;
      open.delete(socket);
      if (!over) counts.closed++;
    } catch {
      // Not let in just now.
      counts.closed++;
    }
    if (!over) await delay(COME_BACK_MS);
  }
}

process.on('message', (script: Script | 'stop') => {
  if (script !== 'stop') {
    void flood(script);
    return;
  }
  over = true;
  for (const socket of open) socket.destroy();
  process.send?.(counts satisfies Flooded, () => process.disconnect());
});
