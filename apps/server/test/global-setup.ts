/** Owns the one Postgres of a test run: a cluster in a temporary folder with a migrated template, gone with the run. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { createDatabase } from '../src/core/db.ts';
import { startEmbeddedPostgres } from '../src/core/embedded-postgres.ts';
import { migrate } from '../src/core/migrate.ts';
import { keepSiteLock } from '../src/core/site-lock.ts';
import { installJobs } from '../src/core/worker.ts';
import { TEMPLATE } from './database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

const quiet = { info() {}, warn: console.warn, error: console.error };

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-test-'));
  // Under root Postgres runs as another user, who must be able to enter.
  chmodSync(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir, log: quiet, durable: false });
  const teardown = async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const admin = new pg.Client({ connectionString: postgres.url });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${TEMPLATE}`);
    await admin.end();
    const url = new URL(postgres.url);
    url.pathname = TEMPLATE;
    const template = createDatabase(url.href, { max: 1, log: quiet });
    await migrate(template.pool);
    await installJobs(template.pool);
    if ((await keepSiteLock(template.pool, quiet)) === null) throw new Error('the second lock could not be made');
    await template.close();
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide('postgresUrl', postgres.url);
  return teardown;
}
