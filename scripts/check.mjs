/**
 * Owns `npm test`: lint, format, types, build, every vitest suite, the journeys in a browser; all run even where one fails,
 * and one summary ends it. Its last line is for machines: `N passed, N failed`, `, N skipped` may follow.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isStopping, run } from './child.mjs';
import { findChromium } from './chromium.mjs';
import { makeMemoryFolder, removeMemoryFolder } from './memory-folder.mjs';
import { say } from './tools.mjs';

export async function checkAll(root, { node, env }) {
  const memory = makeMemoryFolder();
  try {
    return await checkIn(root, node, { ...env, ...(memory && { TMPDIR: memory }) });
  } finally {
    if (memory) removeMemoryFolder(memory);
  }
}

async function checkIn(root, node, env) {
  const bin = (name) => join(root, 'node_modules/.bin', name);
  // Two at once: a type check takes up to 1.2 GB.
  const turbo = (task) => [
    bin('turbo'),
    ['run', task, '--output-logs=errors-only', '--ui=stream', '--continue', '--concurrency=2'],
  ];
  const results = [];

  /**
   * `count` reads the reports once the program has ended; without one the step itself is the test that failed. What runs
   * `beside` others says what it says when it has ended.
   */
  async function step(name, [command, args], cwd = root, count = () => none(), beside) {
    if (isStopping()) return;
    const lines = [`\n── ${name} ${'─'.repeat(Math.max(0, 76 - name.length))}`];
    if (!beside) say(lines.pop());
    const begun = Date.now();
    const onLine = beside ? (line) => lines.push(line) : undefined;
    const code = await run(command, args, { cwd, env, onLine }).catch((error) => {
      lines.push(error.message);
      return 1;
    });
    for (const line of lines) say(line);
    const counted = count();
    if (code !== 0 && counted.failed === 0) counted.failed = 1;
    results.push({ name, seconds: (Date.now() - begun) / 1000, ...counted });
  }

  // The widget's and the inbox's own suites want a browser too.
  const chromium = await findChromium(env);
  if (chromium) env.CHROMIUM_PATH = chromium;
  await step('lint', [bin('oxlint'), []]);
  await step('format', [bin('biome'), ['check', '.']]);
  await step('types', turbo('typecheck'));
  await step('build', turbo('build'));
  // Pages and faults are waited for as long as is computed: three of these at a time fill two cores, and the largest follows beside
  // the journeys, which leave half of them.
  const widget = suite(WIDGET, 'beside');
  const others = suites(root).filter((folder) => ![FAULTS, WIDGET, LARGEST].includes(folder));
  await Promise.all([
    widget.then(() => journeys('beside')),
    Promise.all([inTurn(others.map((folder) => () => suite(folder))), suite(FAULTS, 'beside'), widget]).then(() =>
      suite(LARGEST),
    ),
  ]);
  return summary();

  async function inTurn(parts) {
    for (const part of parts) await part();
  }

  function suite(folder, beside) {
    const report = join(root, folder, '.reports/vitest.json');
    rmSync(report, { force: true });
    const command = [pnpm, ['run', '--silent', 'test']];
    return step(`test ${folder}`, command, join(root, folder), () => readVitest(report), beside);
  }

  async function journeys(beside) {
    const cwd = join(root, 'e2e');
    const playwright = join(cwd, 'node_modules/@playwright/test/cli.js');
    if (isStopping() || !hasConfig(cwd)) return;
    const report = join(cwd, '.reports/playwright.json');
    rmSync(report, { force: true });
    env.PLAYWRIGHT_JSON_OUTPUT_FILE = report;
    if (chromium) {
      await step('test e2e', [pnpm, ['run', '--silent', 'e2e']], cwd, () => readPlaywright(report), beside);
      return;
    }
    // Listing needs no browser: the summary tells how much was not tried.
    await step('test e2e, skipped', [node, [playwright, 'test', '--list', '--reporter=json']], cwd, () => {
      const { passed, failed, skipped } = readPlaywright(report);
      return env.CI
        ? { passed: 0, failed: Math.max(1, passed + failed + skipped), skipped: 0 }
        : { passed: 0, failed: 0, skipped: passed + failed + skipped };
    });
  }

  function summary() {
    say('');
    const sum = none();
    for (const { name, seconds, ...counted } of results) {
      for (const key of Object.keys(sum)) sum[key] += counted[key];
      const detail = Object.entries(counted).flatMap(([key, n]) => (n > 0 ? [`${n} ${key}`] : []));
      say(`${counted.failed ? '✗' : '✓'} ${name.padEnd(28)} ${seconds.toFixed(1).padStart(6)} s  ${detail.join(', ')}`);
    }
    if (isStopping()) say('Stopped before the end.');
    say(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`);
    return sum.failed > 0 || isStopping() ? 1 : 0;
  }
}

const FAULTS = 'bench';
const WIDGET = 'apps/widget';
const LARGEST = 'apps/server';

const pnpm = process.platform === 'win32' ? 'pnpm.cmd' : 'pnpm';
const none = () => ({ passed: 0, failed: 0, skipped: 0 });

/** Every folder of the packages and the apps whose manifest has a `test` script. */
function suites(root) {
  const folders = ['packages', 'apps'].flatMap((top) =>
    readdirSync(join(root, top))
      .sort()
      .map((name) => `${top}/${name}`),
  );
  return folders.filter((folder) => {
    const manifest = join(root, folder, 'package.json');
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).scripts?.test;
  });
}

function hasConfig(folder) {
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('playwright.config.'));
}

function readVitest(file) {
  const report = readReport(file);
  // A suite that ran nothing proves nothing.
  if (!report?.numTotalTests) return { ...none(), failed: 1 };
  // A file that cannot even be loaded has no test that failed: it counts as one.
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function readPlaywright(file) {
  const report = readReport(file);
  if (!report) return none();
  const { expected, flaky, unexpected, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected || report.errors.length, skipped };
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
