/** All that the doctor looks at, in the order in which one failure explains the next. */
import type { Config } from '../config.ts';
import { type Connections, createDatabase } from '../core/db.ts';
import { runningPostgres } from '../core/embedded-postgres.ts';
import { holdConversation, lookAtWeb } from './conversation.ts';
import { lookAtDatabase } from './database.ts';
import { lookAtDatabaseDisk, lookAtFolder } from './disk.ts';
import { type Finding, fail, ok, skip, warn } from './finding.ts';
import { lookAtJobs } from './jobs.ts';
import { lookAtModel, lookAtRedis, lookAtSmtp } from './services.ts';

/** Without these the tables may not be what we take them for. */
const NEEDED: readonly string[] = ['database', 'extensions', 'migrations'];

/** Tells each finding as soon as it is there. What a look itself throws is a finding too. */
export async function examine(config: Config, tell: (finding: Finding) => void): Promise<void> {
  const look = async (
    check: string,
    work: () => Promise<Finding | readonly Finding[]>,
  ): Promise<readonly Finding[]> => {
    const found = await work().catch((error: Error) =>
      fail(check, error.message, 'This was not expected. Run the doctor again; see the nodes’ log.'),
    );
    const findings = Array.isArray(found) ? (found as readonly Finding[]) : [found as Finding];
    for (const finding of findings) tell(finding);
    return findings;
  };

  await look('configuration', async () => configuration(config));
  await look('disk', () => lookAtFolder('disk', config.dataDir));
  const url = config.databaseUrl ?? (await runningPostgres(config.dataDir).catch(() => null));
  let database: Connections | null = null;
  try {
    let usable = false;
    if (url === null) {
      const found = `no DATABASE_URL, and no Parley runs its own Postgres in ${config.dataDir}`;
      tell(fail('database', found, 'Start Parley, or run the doctor with the environment that it was started with.'));
    } else {
      const opened = createDatabase(url, { max: 2, applicationName: 'parley-doctor', log: { warn: () => undefined } });
      database = opened;
      const found = await look('database', () => lookAtDatabase(opened.pool));
      usable = !found.some(({ check, verdict }) => verdict === 'fail' && NEEDED.includes(check));
      if (usable) {
        await look('disk (database)', () => lookAtDatabaseDisk(opened.pool));
        await look('workers', () => lookAtJobs(opened.pool));
      }
    }
    await look('redis', () => lookAtRedis(config));
    await look('mail', () => lookAtSmtp(config));
    await look('model', () => lookAtModel(config));
    const [reached] = await look('address', () => lookAtWeb(config));
    const { pool } = database ?? {};
    if (reached?.verdict === 'ok' && usable && pool) await look('conversation', () => holdConversation(config, pool));
    else tell(skip('conversation', 'not tried: see the failures above'));
  } finally {
    await database?.close();
  }
}

function configuration(config: Config): Finding[] {
  const { production, publicUrl, demo, roles, trustProxy } = config;
  const findings = [
    ok('configuration', `${demo ? 'a demo' : 'no demo'}, ${publicUrl}, this node: ${roles.join(', ')}`),
  ];
  if (production && publicUrl.startsWith('http:')) {
    const fix = 'Put a proxy with a certificate in front, and set PUBLIC_URL to its https address.';
    findings.push(warn('encryption', `${publicUrl} is not https: anybody on the way can read along`, fix));
  }
  if (production && publicUrl.startsWith('https:') && trustProxy === false) {
    const fix = "Set TRUST_PROXY to the proxy's address: without it limits take all visitors for one.";
    findings.push(warn('proxy', 'https is served by a proxy, and TRUST_PROXY is off', fix));
  }
  return findings;
}
