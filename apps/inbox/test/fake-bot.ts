/** The bot of the site in memory: its draft and versions, with the refusals that screens lean on. */
import type { BotChoices, BotDraft, BotReplay, BotTrial, BotVersion, ReplayPair } from '@parley/protocol';
import type { Handlers } from './fake-account.ts';
import { ago } from './fixtures.ts';
import { Refused } from './refused.ts';

const FIRST: BotChoices = {
  enabled: true,
  hours: null,
  office_hours: null,
  name: 'Assistant',
  avatar: null,
  greeting: 'Hi! What can I do for you?',
  greetings: [],
  quick_replies: ['Shipping', 'Returns', 'Talk to a person'],
  tone: 'friendly',
  answer_length: 'medium',
  model: null,
  temperature: null,
  instructions: '',
  refused_topics: [],
  hand_over_topics: [],
  mask_personal_data: false,
};

const NOTHING = { model: null, tokens_in: 0, tokens_out: 0, tokens_estimated: false, cost_micros: 0, took_ms: 12 };
const HANDED_OVER: BotTrial = {
  answer: 'Of course. I am passing you on to our team.',
  now: { answered: true, why: null, bot_again: null, people_again: null },
  kind: 'hand_off',
  prepared: null,
  sources: [],
  quick_replies: [],
  offer_person: false,
  language: 'en',
  passages: [],
  prompt: [],
  ...NOTHING,
};
const PREPARED: BotTrial = {
  ...HANDED_OVER,
  answer: 'Nine to five.',
  kind: 'predefined',
  prepared: { title: 'Opening hours', trigger: 'opening hours', how: 'intent' },
};
const ANSWERED: BotTrial = {
  ...HANDED_OVER,
  answer: 'The warranty is **five years**.',
  kind: 'model',
  sources: [{ title: 'Warranty', url: '/kb/acme/warranty' }],
  passages: [
    {
      article: 'article-1',
      title: 'Warranty',
      heading: 'How long',
      text: 'Five years on everything that we make.',
      score: 2.41,
      confidence: 0.92,
      cited: true,
    },
    {
      article: 'article-2',
      title: 'Repairs',
      heading: '',
      text: 'In Innsbruck.',
      score: 0.8,
      confidence: 0.3,
      cited: false,
    },
  ],
  prompt: [
    { role: 'system', content: 'You are Assistant, the assistant in the chat of Acme Outdoor.' },
    { role: 'user', content: 'How long is the warranty?' },
  ],
  model: 'gpt-4.1-mini',
  tokens_in: 1_204,
  tokens_out: 88,
  tokens_estimated: false,
  cost_micros: 622,
  took_ms: 1_400,
};

const PAIRS: readonly ReplayPair[] = [
  {
    pair: 1,
    room: 'acme visitor-1',
    seq: 3,
    question: 'How long is the warranty on tents?',
    before: { answer: 'Five years on everything that we make.', kind: 'model' },
    now: { answer: 'The warranty is five years on all that we make.', kind: 'model' },
    verdict: null,
  },
  {
    pair: 2,
    room: 'acme visitor-2',
    seq: 1,
    question: 'Do you ship to Portugal?',
    before: { answer: 'Yes, for €4.90.', kind: 'passage' },
    now: { answer: 'I am sorry, I do not know that.', kind: 'unknown' },
    verdict: null,
  },
  {
    pair: 3,
    room: 'acme visitor-3',
    seq: 1,
    question: 'When are you open?',
    before: { answer: 'Nine to five.', kind: 'predefined' },
    now: { answer: 'Nine to five.', kind: 'predefined' },
    verdict: null,
  },
];

export class FakeBot {
  /** What a visitor would get at this moment. */
  now = HANDED_OVER.now;
  readonly hasModel: boolean;
  readonly #by: string;
  readonly #versions: { version: BotVersion; settings: BotChoices }[] = [];
  #changes: Partial<BotChoices> = {};
  #revision = 0;
  #savedBy: string | null = null;
  #state: BotReplay['state'] | null = null;
  #pairs: ReplayPair[] = [];

  constructor(by: string, empty: boolean, hasModel: boolean) {
    this.#by = by;
    this.hasModel = hasModel;
    this.#publish(FIRST, { by: null, published: ago(60 * 24 * 40) });
    if (empty) return;
    this.#publish(
      { ...FIRST, quick_replies: ['Shipping', 'Repairs'] },
      { by: 'Ben Okafor', published: ago(60 * 24 * 9), note: 'For the winter sale' },
    );
    this.#publish({ ...FIRST, instructions: 'Be brief.' }, { published: ago(60 * 5) });
    this.saveAs('Ben Okafor', { greeting: 'Good day! What can I do for you?', tone: 'formal' });
  }

  /** Somebody else saves the draft, at once and unseen. */
  saveAs(by: string | null, settings: Partial<BotChoices>): void {
    const all = { ...this.#running, ...this.#changes, ...settings };
    this.#changes = Object.fromEntries(differing(this.#running, all).map((name) => [name, all[name]]));
    this.#revision += 1;
    this.#savedBy = by;
  }

  get #running(): BotChoices {
    return this.#versions.at(-1)?.settings ?? FIRST;
  }

  readonly handlers: Handlers = {
    get_bot: () => ({ bot: this.#bot }),
    update_bot: (change) => {
      this.#publish({ ...this.#running, ...change });
      return { bot: this.#bot };
    },
    get_bot_draft: () => ({ draft: this.#draft }),
    save_bot_draft: ({ revision, settings }) => {
      this.#seen(revision);
      this.saveAs(this.#by, settings);
      return { draft: this.#draft };
    },
    publish_bot: ({ revision, version, note, in_spite }) => {
      this.#seen(revision, version);
      if (this.#pairs.some(({ verdict }) => verdict === 'regression') && !in_spite)
        throw new Refused('regressions_open', 'Answers were marked as regressions.');
      for (const pair of this.#pairs) pair.verdict = null;
      this.#publish({ ...this.#running, ...this.#changes }, { note: note ?? '', in_spite: in_spite ?? null });
      this.#changes = {};
      this.#revision += 1;
      return { draft: this.#draft };
    },
    try_bot: ({ question }) => ({
      trial: {
        ...(question.includes('person') ? HANDED_OVER : question.includes('open') ? PREPARED : ANSWERED),
        now: this.now,
      },
    }),
    start_bot_replay: () => {
      this.#state = 'running';
      this.#pairs = PAIRS.map((pair) => ({ ...pair }));
      return { replay: this.#replay };
    },
    get_bot_replay: () => {
      const told = this.#replay;
      // Looked at once, it is finished the next time.
      if (this.#state === 'running') this.#state = 'done';
      return { replay: told };
    },
    cancel_bot_replay: () => {
      this.#state = 'cancelled';
      return { replay: this.#replay };
    },
    list_replay_pairs: ({ show }) => ({
      pairs: this.#pairs.filter(
        ({ before, now, verdict }) =>
          show === 'all' || (show === 'different' ? before.answer !== now?.answer : verdict === 'regression'),
      ),
      next: null,
    }),
    judge_replay_pair: ({ pair, verdict }) => {
      const judged = this.#pairs.find((each) => each.pair === pair);
      if (judged) judged.verdict = verdict;
      return { replay: this.#replay };
    },
    list_bot_versions: () => ({ versions: this.#versions.map(({ version }) => version).reverse(), next: null }),
    get_bot_version: ({ version }) => {
      const found = this.#versions[version - 1];
      if (!found) throw new Refused('not_found', 'It is not there, or no longer.');
      return { ...found, before: this.#versions[version - 2]?.settings ?? null };
    },
    roll_back_bot: ({ restore, version, note }) => {
      this.#seen(this.#revision, version);
      this.#publish(this.#versions[restore - 1]?.settings ?? FIRST, { note: note ?? '', restores: restore });
      return { draft: this.#draft };
    },
  };

  get #bot() {
    return { ...this.#running, has_model: this.hasModel, models: this.hasModel ? ['gpt-4.1-mini', 'gpt-4.1'] : [] };
  }

  get #replay(): BotReplay | null {
    if (!this.#state) return null;
    return {
      replay: 'replay-1',
      revision: 1,
      state: this.#state,
      total: this.#pairs.length,
      done: this.#state === 'running' ? 1 : this.#pairs.length,
      different: this.#pairs.filter(({ before, now }) => before.answer !== now?.answer).length,
      regressions: this.#pairs.filter(({ verdict }) => verdict === 'regression').length,
      by: this.#by,
      created: ago(2),
      finished: null,
    };
  }

  get #draft(): BotDraft {
    return {
      settings: { ...this.#running, ...this.#changes },
      revision: this.#revision,
      version: this.#versions.length,
      changed: Object.keys(this.#changes),
      changed_by: this.#savedBy,
      changed_at: this.#revision > 0 ? ago(4) : null,
    };
  }

  #seen(revision: number, version = this.#versions.length): void {
    if (revision !== this.#revision || version !== this.#versions.length)
      throw new Refused(
        'changed_meanwhile',
        'Somebody else changed this meanwhile. Look at it as it is now, then decide anew.',
      );
  }

  #publish(settings: BotChoices, about: Partial<BotVersion> = {}): void {
    const before = this.#versions.at(-1)?.settings;
    const version = {
      version: this.#versions.length + 1,
      published: ago(0),
      by: this.#by,
      note: '',
      restores: null,
      in_spite: null,
      changed: before ? differing(before, settings) : [],
      ...about,
    };
    this.#versions.push({ version, settings });
  }
}

const differing = (before: BotChoices, after: BotChoices) =>
  (Object.keys(before) as (keyof BotChoices)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
