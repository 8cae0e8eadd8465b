/** What calls and answers about the bot, its knowledge and what it learns look like. */
import type {
  Article,
  BotChoices,
  BotDraft,
  BotSettings,
  BotVersion,
  OpenQuestion,
  PredefinedAnswer,
} from '@parley/protocol';
import type { Examples } from './examples.ts';

const ROOM = 'acme 0198c2a4-6f10-7d3e-9b4a-2f6c1de0a571';
const choices: BotChoices = {
  enabled: true,
  office_hours: null,
  hours: { time_zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '08:00', to: '20:00' },
  name: 'Assistant',
  avatar: null,
  greeting: 'Hi! What can I do for you?',
  greetings: [{ pages: '/pricing*', language: 'de', text: 'Fragen zu den Preisen?' }],
  quick_replies: ['Delivery', 'Returns'],
  tone: 'friendly',
  answer_length: 'medium',
  model: null,
  temperature: null,
  instructions: 'Be brief.',
  refused_topics: ['Medical advice'],
  hand_over_topics: ['Cancelling an order'],
  mask_personal_data: true,
};
const bot: BotSettings = { ...choices, has_model: false, models: [] };
const draft: BotDraft = {
  settings: choices,
  revision: 4,
  version: 7,
  changed: ['instructions'],
  changed_by: 'Mia',
  changed_at: '2026-11-24T09:30:12.410Z',
};
const version: BotVersion = {
  version: 7,
  published: '2026-11-24T09:20:00.000Z',
  by: 'Mia',
  note: 'Returns at Christmas',
  changed: ['greeting'],
  restores: null,
  in_spite: null,
};
const prepared: PredefinedAnswer = {
  id: '0198b7e1-4c3d-7e8f-9a0b-1c2d3e4f5a6b',
  title: 'Opening hours',
  triggers: ['when are you open'],
  content: 'Monday to Friday, 9 to 17.',
  quick_replies: [],
};
const { id: preparedId, ...preparedFields } = prepared;
const article: Article = {
  id: '0198b7e2-8a9b-7c0d-8e1f-2a3b4c5d6e7f',
  slug: 'delivery',
  title: 'Delivery',
  updated: '2026-11-20T15:00:00.000Z',
  url: 'https://chat.example.com/kb/acme/delivery',
  source: null,
  body: '## How long\nTwo to three working days.',
};
const { body, ...summary } = article;
const openQuestion: OpenQuestion = {
  room: ROOM,
  seq: 2,
  question: 'Do you sell gift vouchers?',
  at: '2026-11-24T09:30:02.000Z',
  why: 'unknown',
};

export const BOT_EXAMPLES: Examples = {
  get_bot: { result: { bot } },
  update_bot: { params: { greeting: bot.greeting }, result: { bot } },
  get_bot_draft: { result: { draft } },
  save_bot_draft: { params: { revision: 3, settings: { instructions: choices.instructions } }, result: { draft } },
  publish_bot: { params: { revision: 4, version: 7, note: version.note }, result: { draft } },
  list_bot_versions: { result: { versions: [version], next: null } },
  get_bot_version: { params: { version: 7 }, result: { version, settings: choices, before: null } },
  roll_back_bot: { params: { restore: 5, version: 7 }, result: { draft } },
  list_answers: { result: { answers: [prepared] } },
  create_answer: { params: preparedFields, result: { answer: prepared } },
  update_answer: { params: { answer: preparedId, ...preparedFields }, result: { answer: prepared } },
  delete_answer: { params: { answer: preparedId } },
  list_articles: { params: { query: 'delivery' }, result: { articles: [summary], next: null } },
  get_article: { params: { article: article.id }, result: { article } },
  read_article: {
    params: { article: article.slug },
    result: { article: { title: article.title, body, url: article.url } },
  },
  create_article: { params: { title: article.title, body }, result: { article } },
  update_article: { params: { article: article.id, title: article.title, body }, result: { article } },
  delete_article: { params: { article: article.id } },
  list_topics: {
    result: {
      questions: 1,
      topics: [{ words: ['gift', 'voucher'], count: 1, last: openQuestion.at, questions: [openQuestion] }],
    },
  },
  settle_questions: { params: { questions: [{ room: ROOM, seq: 2 }] } },
  draft_article: { params: { room: ROOM, seq: 2 }, result: { title: article.title, body, by_model: false } },
  list_told: {
    params: { article: article.id },
    result: {
      revision: 3,
      count: 1,
      told: [
        {
          room: ROOM,
          seq: 2,
          name: 'Priya Raman',
          has_email: true,
          revision: 2,
          answer: 'Three to five working days.',
          at: openQuestion.at,
          corrected: null,
        },
      ],
    },
  },
  send_correction: {
    params: { article: article.id, content: 'It is two to four days now.', answers: [{ room: ROOM, seq: 2 }] },
    result: { sent: 1, left_out: 0 },
  },
};
