/**
 * The model of a run: it answers each question so that the answer can be told by it, at the pace of speech; and some, by the seed, as
 * badly as models do. It counts what became of each.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type Answering, type FakeModel, startFakeModel } from '../../apps/server/test/model.ts';
import { between, type Random } from './random.ts';
import { markIn, spoken } from './spoken.ts';

const PIECE_MS = [20, 110] as const;
/** A stall outlasts the bot's patience. */
const STALL_MS = 60_000;

export type Manner = keyof typeof MANNERS;

const halfOf = (pieces: readonly string[]) => pieces.slice(0, pieces.length >> 1);

const MANNERS = {
  well: async (say) => {
    if (await say(say.all)) say.to.finish();
  },
  'stalled before a word': ({ to }) => stall(to),
  'stalled in the middle': async (say) => {
    await say(halfOf(say.all));
    await stall(say.to);
  },
  'cut in the middle': async (say) => {
    await say(halfOf(say.all));
    say.to.response.destroy();
  },
  'left without an end': async (say) => {
    await say(halfOf(say.all));
    say.to.response.end();
  },
  'broke off with an error': async (say) => {
    await say(halfOf(say.all));
    say.to.response.end(`data: ${JSON.stringify({ error: { message: 'overloaded', type: 'server_error' } })}\n\n`);
  },
  '429': ({ to }) => to.status(429, { 'retry-after': '1' }),
  '429 for long': ({ to }) => to.status(429, { 'retry-after': '60' }),
  '500': ({ to }) => to.status(500),
} satisfies Record<string, (say: Speaking) => void | Promise<void>>;

/** Of a hundred questions. */
const SHARES: readonly (readonly [manner: Manner, share: number])[] = [
  ['stalled before a word', 2],
  ['stalled in the middle', 3],
  ['cut in the middle', 4],
  ['left without an end', 3],
  ['broke off with an error', 3],
  ['429', 4],
  ['429 for long', 2],
  ['500', 4],
];

interface Speaking {
  /** Piece by piece; false: nobody listens any more. */
  (pieces: readonly string[]): Promise<boolean>;
  readonly all: readonly string[];
  readonly to: Answering;
}

export interface ChaosModel {
  readonly port: number;
  /** Questions by what became of them, beside the manners: `called off` while the model spoke well. */
  readonly counts: Readonly<Record<string, number>>;
  /** Answers that were spoken at the same time, at most. */
  readonly atOnce: number;
  close(): Promise<void>;
}

export async function startChaosModel(random: Random): Promise<ChaosModel> {
  const model: FakeModel = await startFakeModel();
  const counts: Record<string, number> = {};
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  let now = 0;
  let atOnce = 0;
  model.will(async (to) => {
    model.asked.length = 0;
    const mark = markIn(to.asked.messages.map(({ content }) => content).join('\n'));
    // Summaries for the team, and the like.
    if (mark === null || to.asked.messages[0]?.content.startsWith('You sum up')) {
      count('asked beside');
      to.text('Sentiment: neutral\nThe visitor asks about a parcel.');
      return to.finish();
    }
    const manner = mannerBy(random);
    count('asked');
    const speak = async (pieces: readonly string[]): Promise<boolean> => {
      for (const piece of pieces) {
        if (to.response.destroyed) return false;
        to.text(piece);
        await delay(between(random, ...PIECE_MS));
      }
      return !to.response.destroyed;
    };
    atOnce = Math.max(atOnce, (now += 1));
    try {
      await MANNERS[manner](Object.assign(speak, { all: spoken(mark), to }));
    } finally {
      now -= 1;
      count(manner === 'well' && !to.response.writableEnded ? 'called off' : manner);
    }
  });
  return {
    port: Number(new URL(model.baseUrl).port),
    counts,
    get atOnce() {
      return atOnce;
    },
    close: () => model.close(),
  };
}

function mannerBy(random: Random): Manner {
  let left = random() * 100;
  for (const [manner, share] of SHARES) {
    left -= share;
    if (left < 0) return manner;
  }
  return 'well';
}

async function stall({ response, abandoned }: Answering): Promise<void> {
  // Taken, and then silence.
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  await Promise.race([abandoned, delay(STALL_MS, undefined, { ref: false })]);
  response.destroy();
}
