/** The writer's connection when the server falls silent while it is set up. */

import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { isDatabaseAway } from './errors.ts';
import { Writer } from './writer.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('a server that falls silent after the greeting is given up in time, and the next transaction connects anew', async () => {
  const { port, hostname } = new URL(database.url);
  let silent = true;
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    client.on('data', (chunk) => {
      // Its first statement.
      if (!silent || !chunk.includes('enable_seqscan')) server.write(chunk);
    });
    server.pipe(client);
    for (const socket of [client, server])
      socket.on('error', () => undefined).on('close', () => (client.destroy(), server.destroy()));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const url = new URL(database.url);
  url.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const options = { connectionString: url.href, connectionTimeoutMillis: 500 };
  const writer = new Writer(
    options,
    () => undefined,
    () => null,
  );
  const one = () => writer.transaction((run) => run<{ one: number }>({ name: 'one', text: 'select 1 as one' }, []));
  await expect(one().catch(isDatabaseAway)).resolves.toBe(true);
  expect(writer.session).toBeNull();
  silent = false;
  expect(await one()).toEqual([{ one: 1 }]);
  await writer.close();
  proxy.close();
});
