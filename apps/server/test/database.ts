/** Owns how a test gets a database of its own: a copy of the migrated template, 14 ms each. */
import pg from 'pg';
import { inject } from 'vitest';

export const TEMPLATE = 'parley_template';

export interface TestDatabase {
  readonly url: string;
  /** Ends the sessions that are still open and removes the database. */
  drop(): Promise<void>;
}

/** A migrated, empty database (`empty: true`: not even migrated). Whoever makes it drops it. */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${empty ? 'template0' : TEMPLATE} STRATEGY file_copy`);
  const url = new URL(server);
  url.pathname = name;
  return {
    url: url.href,
    drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
