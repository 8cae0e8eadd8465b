/**
 * `npm run doctor`: looks at a running installation, with the environment that it was started with, and says what to do about
 * whatever is wrong. Leaves nothing behind. Exits with 0 when nothing failed, else with 1; `--json` prints the findings as JSON.
 */
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import { type Config, ConfigError, loadConfig } from '../config.ts';
import { StartError } from '../core/start-error.ts';
import { examine } from './examination.ts';
import { type Finding, fail, type Verdict } from './finding.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const json = process.argv.includes('--json');
const findings: Finding[] = [];

const SIGNS: Readonly<Record<Verdict, [string, Parameters<typeof styleText>[0]]>> = {
  ok: ['✓', 'green'],
  warn: ['!', 'yellow'],
  fail: ['✗', 'red'],
  skip: ['–', 'gray'],
};

function tell(finding: Finding): void {
  findings.push(finding);
  if (json) return;
  const [sign, colour] = SIGNS[finding.verdict];
  console.log(`  ${styleText(colour, sign)} ${finding.check.padEnd(16)} ${finding.found}`);
  if (finding.fix) console.log(`    ${' '.repeat(16)} ${styleText('bold', 'Now:')} ${finding.fix}`);
}

function configure(): Config | null {
  try {
    return loadConfig(ROOT);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const problems = error instanceof ConfigError ? error.problems : [error.message];
    for (const problem of problems) tell(fail('configuration', problem, 'Mend it in the environment or in .env.'));
    return null;
  }
}

const config = configure();
if (config) await examine(config, tell);
const failed = findings.filter(({ verdict }) => verdict === 'fail').length;
if (json) console.log(JSON.stringify({ ok: failed === 0, findings }, null, 2));
else console.log(failed === 0 ? '\n  All is well.' : `\n  ${failed} ${failed === 1 ? 'thing' : 'things'} to mend.`);
process.exit(failed === 0 ? 0 : 1);
