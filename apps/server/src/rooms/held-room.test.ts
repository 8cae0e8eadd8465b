/** A room whose row is held keeps its own senders waiting, and nobody else's; two nodes that write in one room take turns. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, openVisitor, type RawClient } from '../../test/client.ts';
import { createSite } from '../../test/create.ts';
import { startNodes, type TestNodes } from '../../test/nodes.ts';

let nodes: TestNodes;
let holder: pg.Client;
const sockets: RawClient[] = [];

beforeAll(async () => {
  nodes = await startNodes('two nodes and heartbeats');
  await createSite(nodes.one.core, { slug: 'acme' });
  for (let n = 0; n < 3; n++) sockets.push(await chat(nodes.one, 'acme', await openVisitor(nodes.one, 'acme')));
  for (const socket of sockets) await say(socket, 'Hello');
  holder = new pg.Client({ connectionString: nodes.one.databaseUrl });
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await nodes.close();
});

const say = (socket: RawClient, content: string) => socket.call('new_message', { message: { content } });

async function hold(socket: RawClient): Promise<void> {
  const { message } = socket.frames.find(({ command }) => command === 'new_message') as { message?: unknown };
  await holder.query('begin');
  await holder.query('select 1 from rooms where key = $1 for update', [
    (message as { room: string }).room.split(' ')[1],
  ]);
}

test('[P3] others go on while one room is held, and its messages follow in their order', async () => {
  const [held, free, other] = sockets as [RawClient, RawClient, RawClient];
  await hold(held);
  const answers: string[] = [];
  const waits = ['first', 'second'].map((content) =>
    say(held, content).then((frame) => answers.push(`${frame.command} ${content}`)),
  );
  // Each answer needs a commit of its own: were the log waiting for the room, none would come before the holder ends.
  for (const content of ['a', 'b', 'c']) {
    for (const socket of [free, other]) expect((await say(socket, content)).command).toBe('new_message');
  }
  expect(answers).toEqual([]);
  await holder.query('rollback');
  await Promise.all(waits);
  expect(answers).toEqual(['new_message first', 'new_message second']);
});

test('a room that is held for too long answers that the message may be sent again', async () => {
  const [held, free] = sockets as [RawClient, RawClient];
  await hold(held);
  const waits = say(held, 'third');
  expect((await say(free, 'd')).command).toBe('new_message');
  expect(await waits).toMatchObject({ command: 'error', code: 'unavailable' });
  await holder.query('rollback');
  expect((await say(held, 'third')).command).toBe('new_message');
}, 30_000);

test('[P3] two nodes that write in one room without a pause take turns, and the order has no gap', async () => {
  const visitor = await openVisitor(nodes.one, 'acme');
  const SENDS = 60;
  const seqs: number[] = [];
  const said = await Promise.all(
    nodes.all.flatMap((node) =>
      Array.from({ length: 3 }, async () => ({ socket: await chat(node, 'acme', visitor), count: 0 })),
    ),
  );
  // Nobody stops before all have said so much: shut out, a node would never come to its turn.
  const isOver = () => said.every(({ count }) => count >= SENDS);
  await Promise.all(
    said.map(async (each, n) => {
      for (; !isOver(); each.count++) {
        const { message } = await say(each.socket, `${n} ${each.count}`);
        seqs.push((message as { seq: number }).seq);
      }
    }),
  );
  expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: seqs.length }, (_, n) => n + 1));
}, 30_000);
