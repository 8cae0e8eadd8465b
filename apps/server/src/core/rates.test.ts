/** Holds that a caller who spreads over the nodes is counted as one, and that nobody else is talked about. */
import { expect, test } from 'vitest';
import { call } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startNodes } from '../../test/nodes.ts';
import type { TestServer } from '../../test/server.ts';

test('[H6] the limit of an address holds over all nodes, and an address that calls seldom is not told of', async () => {
  const nodes = await startNodes('two nodes and Redis');
  const told: unknown[] = [];
  nodes.one.core.bus.subscribe(({ note }) => {
    if (note?.name === 'calls') told.push(note.data);
  });
  const knock = (node: TestServer, times: number) =>
    Promise.all(
      Array.from({ length: times }, async () => (await call(node, '/api/users/refresh', { body: {} })).status),
    );
  try {
    expect(await knock(nodes.one, 60)).toEqual(Array.from({ length: 60 }, () => 403));
    const seldom = told.length;
    await knock(nodes.one, 340);
    await eventually(() => told.length > seldom);
    expect(seldom).toBe(0);
    // Of the 600 a minute it has 200 left on the other node, once that one knows.
    let there = 0;
    await eventually(async () => {
      there += 20;
      return (await knock(nodes.two, 20)).includes(429);
    });
    expect(there).toBeLessThan(400);
  } finally {
    await nodes.close();
  }
}, 30_000);
