/** Somebody who writes all the time, to a person, and notes how long each acknowledgement took. */
import { WebSocket } from 'ws';
import type { Program } from '../program.ts';

export async function ask<Answer>(
  program: Program,
  token: string | null,
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await fetch(program.url + path, {
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

export interface Visitor {
  /** Milliseconds of the messages that were sent since the last call. */
  latencies(): number[];
  stop(): void;
}

export async function talk(program: Program, everyMs: number): Promise<Visitor> {
  const session = await ask<{ consumer: string; access_token: string }>(program, null, '/api/widget/acme/session', {});
  const url = `${program.url.replace('http', 'ws')}/ws/chat/acme/${session.consumer}`;
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${session.access_token}` } });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  let latencies: number[] = [];
  const sent = new Map<string, number>();
  socket.on('message', (data) => {
    const { id } = JSON.parse(String(data)) as { id?: string };
    const at = id === undefined ? undefined : sent.get(id);
    if (at === undefined) return;
    latencies.push(performance.now() - at);
    sent.delete(id as string);
  });
  let n = 0;
  const say = (command: string, params: object) => {
    const id = String(++n);
    sent.set(id, performance.now());
    socket.send(JSON.stringify({ command, id, ...params }));
  };
  say('new_message', { message: { content: 'A person, please', client_id: 'first' } });
  say('request_person', {});
  const timer = setInterval(() => {
    say('new_message', { message: { content: 'And then?', client_id: `c${n}` } });
  }, everyMs);
  return {
    latencies: () => {
      const taken = latencies;
      latencies = [];
      return taken;
    },
    stop: () => {
      clearInterval(timer);
      socket.close();
    },
  };
}
