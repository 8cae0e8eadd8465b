/** `pnpm chaos`: one run by the command line's options, or with --prove one short run of each broken build, of a length of its own. */
import { parseArgs } from 'node:util';
import { BROKEN } from './broken/broken.ts';
import { CHECKS, type Check } from './checker.ts';
import { hasRedis } from './installation.ts';
import { type ChaosOptions, type Outcome, runChaos } from './run.ts';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  allowNegative: true,
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '7' },
    nodes: { type: 'string', default: '2' },
    redis: { type: 'boolean', default: hasRedis() },
    visitors: { type: 'string', default: '300' },
    agents: { type: 'string', default: '30' },
    pause: { type: 'string', default: '15' },
    rush: { type: 'string', default: '30' },
    broken: { type: 'string' },
    prove: { type: 'boolean', default: false },
    tabs: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

const options: ChaosOptions = {
  seconds: Number(values.minutes) * 60,
  seed: Number(values.seed),
  nodes: Number(values.nodes),
  redis: values.redis,
  visitors: Number(values.visitors),
  agents: Number(values.agents),
  pauseMs: Number(values.pause) * 1_000,
  rushMs: Number(values.rush) * 1_000,
  broken: values.broken ?? null,
  tabs: values.tabs,
  keep: values.keep,
  say: (line) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`),
};
const SHOWN = 5;

function tell({ verdict, folder, ...figures }: Outcome): void {
  for (const [name, what] of Object.entries(CHECKS)) {
    const found = verdict[name as Check];
    console.log(`${found.length === 0 ? '✓' : '✗'} ${what}${found.length ? `: ${found.length} violations` : ''}`);
    for (const line of found.slice(0, SHOWN)) console.log(`    ${line}`);
  }
  const settled = figures.settledMs === null ? 'not in time' : `after ${(figures.settledMs / 1_000).toFixed(1)} s`;
  console.log(
    `\n${figures.faults} faults, ${figures.messages} messages, ${figures.acknowledged} acknowledgements; all settled ${settled}; ` +
      `the longest wait for an answer was ${Math.round(figures.longestWaitMs / 1_000)} s; a node took at most ${Math.round(figures.peakMib)} MiB.`,
  );
  const asked = Object.entries(figures.model).toSorted(([, a], [, b]) => b - a);
  console.log(
    `${figures.answers} answers, ${figures.spoken} of them the model's; ${figures.takeovers} takeovers, ${figures.midAnswer} in the middle of an answer; ${figures.labelled} changes of labels.\n` +
      `The model spoke ${figures.atOnce} answers at once at most: ${asked.map(([what, count]) => `${what} ${count}`).join(', ')}.`,
  );
  if (folder) console.log(`The logs lie in ${folder}`);
}

const head = ({ seconds, seed, nodes, redis, visitors, agents }: ChaosOptions) =>
  `${Math.round(seconds)} s, seed ${seed}, ${nodes} node${nodes > 1 ? 's' : ''}, Redis ${redis ? 'on' : 'off'}, ${visitors} visitors, ${agents} agents`;

async function prove(): Promise<void> {
  for (const [name, { what, needs }] of Object.entries(BROKEN)) {
    if (options.broken !== null && name !== options.broken) continue;
    const { seconds = 24, agents = 10 } = needs;
    const crowd = { seconds, agents, visitors: 60, pauseMs: 4_000, rushMs: 8_000 };
    const outcome = await runChaos({ ...options, ...crowd, broken: name, keep: false });
    const red = Object.entries(outcome.verdict).filter(([, found]) => found.length > 0);
    console.log(
      `${red.length > 0 ? '✓' : '✗'} a build that ${what}: ${red.map(([check, found]) => `${check} (${found.length})`).join(', ') || 'nothing was found'}`,
    );
    if (red.length === 0) process.exitCode = 1;
  }
}

process.setMaxListeners(0);
// An exit ends all that was started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

if (values.prove) await prove();
else {
  console.log(`Chaos: ${head(options)}${options.broken ? `, broken: ${options.broken}` : ''}`);
  const outcome = await runChaos(options);
  tell(outcome);
  process.exitCode = outcome.green ? 0 : 1;
}
