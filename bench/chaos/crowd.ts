/** A process of its own with many clients, so that their work does not hide the server's. */
import Fastify from 'fastify';
import { jwtTokens } from '../../apps/server/src/core/tokens.ts';
import { ChaosAgent } from './agent.ts';
import type { CrowdOrder, FromCrowd, ToCrowd } from './crowd-order.ts';
import { openJournal } from './journal.ts';
import { seededRandom } from './random.ts';
import { ChaosVisitor } from './visitor.ts';

const SHOW_EVERY_MS = 5_000;
/** Agents do more than visitors. */
const AGENTS_PAUSE = 0.5;

let clients: (ChaosVisitor | ChaosAgent)[] = [];
let journal: ReturnType<typeof openJournal> | undefined;
let showing: NodeJS.Timeout | undefined;
let rushing: NodeJS.Timeout | undefined;
const tell = (message: FromCrowd) => process.send?.(message);

async function begin(order: CrowdOrder): Promise<void> {
  const { name, folder, base, secret, seed, pauseMs, rushMs } = order;
  journal = openJournal(folder, name);
  const { write } = journal;
  const tokens = await jwtTokens(Fastify(), secret);
  const visitors: ChaosVisitor[] = [];
  const others = () => visitors.flatMap(({ room }) => (room ? [room] : []));
  for (const visitor of order.visitors) {
    const random = seededRandom(seed * 10_007 + visitor.number);
    visitors.push(new ChaosVisitor({ ...visitor, base, random, write, pauseMs, others }));
  }
  const agents = order.agents.map(({ number, site, siteId, account, session }) => {
    const random = seededRandom(seed * 20_011 + number);
    const token = () => tokens.sign({ kind: 'agent', siteId, site, accountId: account, sessionId: session });
    return new ChaosAgent({ number, account, base, site, random, write, token, pauseMs: pauseMs * AGENTS_PAUSE });
  });
  clients = [...visitors, ...agents];
  showing = setInterval(() => {
    for (const client of clients) client.show();
  }, SHOW_EVERY_MS);
  rushing = setInterval(() => {
    for (const client of clients) client.rush();
  }, rushMs);
  tell({ kind: 'begun' });
}

async function end(): Promise<void> {
  clearInterval(showing);
  for (const client of clients) client.end();
  await journal?.close();
  tell({ kind: 'ended' });
  process.disconnect();
}

process.on('message', (message: ToCrowd) => {
  if (message.kind === 'begin') void begin(message);
  else if (message.kind === 'settle') {
    clearInterval(rushing);
    for (const client of clients) client.settle();
  } else if (message.kind === 'report') {
    const written = clients.reduce((sum, client) => sum + client.written, 0);
    tell({ kind: 'report', standings: clients.flatMap((client) => client.standings()), written });
  } else void end();
});
process.on('disconnect', () => setTimeout(() => process.exit(), 2_000).unref());
