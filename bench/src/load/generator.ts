/**
 * The load generator: a process of its own that gets one phase over IPC, runs it and answers with the figures.
 * Latency runs from the write (or, when this process is late by more than 2 ms, from when the message was due) to the
 * acknowledgement's arrival, so that a server that stalls cannot hide the messages that waited for it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { begins, DIALECTS, MARK } from './dialects.ts';
import type { Outcome, Phase, ToParent } from './phase.ts';
import { openRaw, type RawSocket } from './raw-socket.ts';

const LATE_MS = 2;
const OPENING_AT_ONCE = 100;
const CONTENT = 'Hello, my parcel has not arrived yet and I would like to know where it is.';

const tell = (message: ToParent) => process.send?.(message);

interface Writer {
  readonly number: number;
  socket: RawSocket | null;
  /** When the messages that wait for their acknowledgement were sent; acknowledgements come in this order. */
  readonly sent: number[];
  first: number;
}

async function run(phase: Phase): Promise<Outcome> {
  const dialect = DIALECTS[phase.server];
  const latencies: number[] = [];
  let counter = 0;
  let total = 0;
  let acknowledged = 0;
  let refused = 0;
  let closed = 0;
  let measuredFrom = Number.POSITIVE_INFINITY;
  let measuredTo = Number.POSITIVE_INFINITY;
  let open = true;

  const send = (writer: Writer, at: number) => {
    writer.sent.push(at);
    writer.socket?.send(dialect.message(counter, CONTENT, `${phase.name}-${counter}`));
    counter++;
  };
  const answered = (writer: Writer, ok: boolean) => {
    const now = performance.now();
    const at = writer.sent[writer.first++] as number;
    if (writer.first > 1_000) {
      writer.sent.splice(0, writer.first);
      writer.first = 0;
    }
    if (ok) {
      total++;
      if (now >= measuredFrom && now < measuredTo) acknowledged++;
      if (at >= measuredFrom && at < measuredTo) latencies.push(now - at);
    } else refused++;
    if (phase.perSecond === null && open) send(writer, now);
  };

  const { hello, ready, ping, ack, refusal } = dialect;
  const writers: Writer[] = phase.visitors.map((_, number) => ({ number, socket: null, sent: [], first: 0 }));
  const usable = (path: Phase['visitors'][number], onText: (data: Buffer, from: number, to: number) => void) =>
    new Promise<RawSocket>((resolve, reject) => {
      openRaw({
        port: phase.port,
        ...path,
        onText: (data, from, to, socket) => {
          if (ping && to - from === ping.frame.length && begins(data, from, to, ping.frame)) socket.send(ping.answer);
          else if (ready && begins(data, from, to, ready)) resolve(socket);
          else onText(data, from, to);
        },
        onClose: () => {
          closed++;
        },
      }).then((socket) => {
        if (hello) socket.send(hello);
        if (!ready) resolve(socket);
      }, reject);
    });

  const agents: { delivered: number; socket: RawSocket }[] = [];
  for (const [index, address] of phase.agents.entries()) {
    const agent = { delivered: 0 } as (typeof agents)[number];
    // Looking for the mark costs; for the others bytes tell the same.
    agent.socket = await usable(address, (data, from, to) => {
      if (index > 0) return;
      for (let at = data.indexOf(MARK, from); at >= 0 && at < to; at = data.indexOf(MARK, at + MARK.length))
        agent.delivered++;
    });
    agents.push(agent);
  }
  for (let i = 0; i < writers.length; i += OPENING_AT_ONCE) {
    await Promise.all(
      writers.slice(i, i + OPENING_AT_ONCE).map(async (writer) => {
        writer.socket = await usable(phase.visitors[writer.number] as Phase['visitors'][number], (data, from, to) => {
          if (begins(data, from, to, ack)) answered(writer, true);
          else if (begins(data, from, to, refusal)) answered(writer, false);
        });
      }),
    );
  }
  await delay(200);
  const bytesBefore = agents.map(({ socket }) => socket.bytes);

  const began = performance.now();
  const stop = phase.perSecond === null ? null : paced(phase.perSecond, writers, send);
  if (!stop) for (const writer of writers) send(writer, began);
  await delay(phase.warmUpMs);
  const cpu = process.cpuUsage();
  tell({ kind: 'measuring' });
  measuredFrom = performance.now();
  await delay(phase.measureMs);
  measuredTo = performance.now();
  tell({ kind: 'measured' });
  const { user, system } = process.cpuUsage(cpu);
  open = false;
  stop?.();

  const waiting = () => writers.reduce((sum, writer) => sum + writer.sent.length - writer.first, 0);
  const patience = performance.now() + phase.patienceMs;
  while (waiting() > 0 && performance.now() < patience) await delay(20);
  // Announcements come right after the acknowledgements.
  for (let i = 0; i < 25 && agents[0] && agents[0].delivered < total; i++) await delay(20);
  // The first one has them; the others' may still be on their way, or be waiting for us to read them.
  const received = () => agents.reduce((sum, { socket }) => sum + socket.bytes, 0);
  for (let before = -1; before !== received() && performance.now() < patience; ) {
    before = received();
    await delay(200);
  }
  // What was never answered waited at least until now.
  const given = performance.now();
  for (const { sent, first } of writers)
    for (const at of sent.slice(first)) if (at >= measuredFrom && at < measuredTo) latencies.push(given - at);
  const bytes = agents.map(({ socket }, index) => socket.bytes - (bytesBefore[index] as number));
  for (const { socket } of [...writers, ...agents]) socket?.destroy();

  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? Number.NaN;
  const mean = agents[0] ? agents[0].delivered / (bytes[0] as number) : 0;
  return {
    acknowledged: (acknowledged * phase.measureMs) / (measuredTo - measuredFrom),
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    refused,
    unanswered: waiting(),
    closed,
    total,
    delivered: agents.map(({ delivered }, index) =>
      index === 0 ? delivered : Math.round((bytes[index] as number) * mean),
    ),
    ownCpuMs: (user + system) / 1000,
  };
}

/** Messages at even distances, from one visitor after the other; answers how to stop it. */
function paced(perSecond: number, writers: readonly Writer[], send: (writer: Writer, at: number) => void): () => void {
  const began = performance.now();
  let due = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    for (let at = began + (due * 1000) / perSecond; at <= now; at = began + (due * 1000) / perSecond) {
      send(writers[due % writers.length] as Writer, now - at > LATE_MS ? at : now);
      due++;
    }
  }, 1);
  return () => clearInterval(timer);
}

process.once('message', (phase: Phase) => {
  run(phase).then(
    (outcome) => {
      tell({ kind: 'done', outcome });
      process.disconnect();
    },
    (error: Error) => {
      tell({ kind: 'failed', reason: error.message });
      process.disconnect();
    },
  );
});
