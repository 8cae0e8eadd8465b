/** Holds that a caller who spreads over the nodes is counted as one, and that nobody else is talked about. */
import { expect, test } from 'vitest';
import { call } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startNodes } from '../../test/nodes.ts';

test('[H6] the limit of an address holds over all nodes, and an address that calls seldom is not told of', async () => {
  const nodes = await startNodes('two nodes and Redis');
  const told: unknown[] = [];
  nodes.one.core.bus.subscribe(({ note }) => {
    if (note?.name === 'calls') told.push(note.data);
  });
  const knock = async (node = nodes.one) => (await call(node, '/api/widget/nobody/session', { body: {} })).status;
  try {
    for (let n = 0; n < 60; n++) expect(await knock()).toBe(404);
    const seldom = told.length;
    for (let n = 60; n < 400; n++) await knock();
    await eventually(() => told.length > seldom);
    expect(seldom).toBe(0);
    // Of the 600 a minute it has 200 left on the other node, once that one knows.
    let there = 0;
    await eventually(async () => ++there && (await knock(nodes.two)) === 429);
    expect(there).toBeLessThan(400);
  } finally {
    await nodes.close();
  }
}, 30_000);
