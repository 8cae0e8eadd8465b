/** Holds which troubles are the database's, so that nobody is told to wait for what will not come. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { asRefusal } from './errors.ts';

const MISSING = '/nowhere/at/all/.s.PGSQL.5432';
/** As a driver comes upon it. */
async function connecting(): Promise<unknown> {
  const socket = connect(MISSING);
  const [error] = await once(socket, 'error');
  return error;
}

test('[F5] a socket whose file is missing is a database that is away; any other missing file is a bug', async () => {
  const [away, bug] = [await connecting(), await readFile(MISSING).catch((error: unknown) => error)];
  expect([away, bug]).toMatchObject([{ code: 'ENOENT' }, { code: 'ENOENT' }]);
  expect([asRefusal(away).code, asRefusal(bug).code]).toEqual(['unavailable', 'internal']);
});
