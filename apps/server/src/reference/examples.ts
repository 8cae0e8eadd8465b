/** What calls and answers look like, for the pages that describe them. A test checks each against its command. */
import type {
  AgentRoom,
  CommandName,
  CommandParams,
  CommandResult,
  Label,
  Me,
  Message,
  SiteSettings,
  VisitorRoom,
} from '@parley/protocol';
import { BOT_EXAMPLES } from './examples-of-the-bot.ts';

export type Examples = {
  readonly [Name in CommandName]?: {
    readonly params?: CommandParams<Name>;
    readonly result?: CommandResult<Name>;
  };
};

const consumer = '0198c2a4-6f10-7d3e-9b4a-2f6c1de0a571';
const room = `acme ${consumer}`;
const mia = { id: '0198b7e0-11aa-7c52-8d1f-5a0e9c3b7f21', name: 'Mia' };

const question: Message = {
  id: '0198c2a5-0b44-7a1d-8c53-9e2f7b6d4c10',
  room,
  seq: 1,
  author: 'Visitor',
  role: 'visitor',
  content: 'How long does delivery take?',
  created: '2026-11-24T09:30:12.410Z',
  client_id: 'my-1',
};
const answer: Message = {
  id: '0198c2a5-1f02-7b9c-a6d7-3c5e8f1a2b34',
  room,
  seq: 2,
  author: 'Assistant',
  role: 'bot',
  content: 'Two to three working days.',
  created: '2026-11-24T09:30:13.021Z',
  client_id: `bot:${question.id}`,
  sources: [{ title: 'Delivery', url: 'https://chat.example.com/kb/acme/delivery' }],
};

const teamId = '0198b7e4-5f6a-7b8c-8d9e-0f1a2b3c4d5e';
const labelId = '0198b7e4-6a7b-7c8d-9e0f-1a2b3c4d5e6f';
const label: Label = {
  id: labelId,
  name: 'Delivery',
  color: 'blue',
  description: 'Where a parcel is, and how long it takes',
  auto: true,
  rooms: 41,
};
const visitorRoom: VisitorRoom = {
  consumer,
  room,
  status: 'open',
  owner: { kind: 'queue', name: null },
  head: 2,
  version: 3,
  read: 2,
  agent_read: 0,
  agent_delivered: 0,
  has_email: false,
  messages: [answer],
};
const agentRoom: AgentRoom = {
  consumer,
  room,
  kind: 'support',
  status: 'open',
  owner: { kind: 'agent', ...mia },
  team: { id: teamId, name: 'Returns' },
  labels: [{ id: labelId, by: mia.name, at: '2026-11-24T09:32:40.100Z' }],
  head: 2,
  version: 4,
  waiting_since: null,
  created: '2026-11-24T09:30:12.410Z',
  updated: '2026-11-24T09:30:13.021Z',
  contact: {
    name: 'Rosa',
    email: 'rosa@example.com',
    page: 'https://acme.example.com/tents',
    language: 'en',
    user_id: '4711',
    email_verified: true,
    blocked: false,
  },
  read: 2,
  unread: 0,
  visitor_read: 2,
  visitor_read_at: '2026-11-24T09:30:14.500Z',
  visitor_delivered: 2,
  presence: { visitor: 'here', agents: [mia] },
  messages: [answer],
};

const me: Me = {
  ...mia,
  email: 'mia@acme.example.com',
  username: 'mia',
  role: 'agent',
  permissions: [],
  site: 'acme',
  site_name: 'Acme',
  two_factor: 'off',
};
const access_token = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9…';

const site: SiteSettings = {
  slug: 'acme',
  name: 'Acme',
  origins: ['https://acme.example.com'],
  accent: '#3b5bdb',
  position: 'right',
  retention_days: 30,
  require_two_factor: false,
  visitor_accounts: false,
  voice: true,
  tag: '<script async src="https://chat.example.com/w/acme.js"></script>',
};
export const EXAMPLES: Examples = {
  login: {
    params: { email: me.email, password: 'a long and quiet sentence' },
    result: { access_token, token: access_token, expires_in: 600, user: me },
  },
  get_me: { result: { user: me } },
  open_session: {
    params: { site: 'acme', page: 'https://acme.example.com/tents', language: 'en' },
  },
  sign_up_visitor: {
    params: {
      site: 'acme',
      email: 'rosa@example.com',
      password: 'a long and quiet sentence',
      password_confirm: 'a long and quiet sentence',
    },
  },
  sign_in_visitor: { params: { site: 'acme', email: 'rosa@example.com', password: 'a long and quiet sentence' } },
  leave_email: { params: { email: 'rosa@example.com', name: 'Rosa' }, result: { email: 'rosa@example.com' } },
  transcribe: {
    params: { audio: 'UklGRiR9AABXQVZF…', language: 'en' },
    result: { text: 'How long does delivery take?' },
  },
  fetch_messages: {
    params: { room, after: 0, limit: 50 },
    result: { room, messages: [question, answer], head: 2 },
  },
  new_message: {
    params: { room, message: { content: question.content, client_id: 'my-1' } },
    result: { message: question },
  },
  edit_message: {
    params: { room, seq: 1, content: 'How long does delivery to Lisbon take?' },
    result: {
      message: {
        ...question,
        content: 'How long does delivery to Lisbon take?',
        change: { seq: 3, event: 'edited', by: 'Visitor', at: '2026-11-24T09:31:00.000Z' },
      },
    },
  },
  redact_message: { params: { room, seq: 1 } },
  fetch_rooms: {
    params: { status: 'open', assignee: 'unassigned', limit: 20 },
    result: { rooms: [agentRoom], next: null },
  },
  fetch_room: { params: { room }, result: { rooms: [agentRoom], next: null } },
  count_rooms: { result: { unassigned: 3, mine: 1, bot: 12, others: 4, closed: 860, teams: { [teamId]: 2 } } },
  new_room: {
    params: { consumer },
    result: { command: 'new_room', room: { consumer, room, messages: [] } },
  },
  take_over: { params: { room }, result: { room: agentRoom } },
  assign_room: { params: { room, team: teamId }, result: { room: agentRoom } },
  hand_back: { params: { room } },
  close_room: { params: { room } },
  reopen_room: { params: { room } },
  request_person: { params: { room }, result: { room: visitorRoom } },
  mark_read: { params: { room, seq: 2 }, result: { room, seq: 2, delivered: 2 } },
  typing: { params: { room, typing: true } },
  look_at: { params: { room } },
  label_room: { params: { room, add: [labelId] }, result: { room: agentRoom } },
  list_labels: { result: { labels: [label], state: '5b1f0c9d' } },
  create_label: {
    params: { name: label.name, color: label.color, description: label.description, auto: true },
    result: { label: { ...label, rooms: 0 } },
  },
  suggest_replies: {
    params: { room },
    result: {
      replies: [
        {
          text: 'Three to five working days.',
          title: 'Delivery',
          source: { title: 'Delivery', url: 'https://chat.example.com/kb/acme/delivery' },
        },
      ],
    },
  },
  draft_reply: {
    params: { room },
    result: {
      text: 'To Lisbon it takes three to five working days.',
      sources: [{ title: 'Delivery', url: 'https://chat.example.com/kb/acme/delivery' }],
    },
  },
  rewrite_text: {
    params: { text: 'It is shipped tomorow', how: 'correct' },
    result: { text: 'It is shipped tomorrow.' },
  },
  translate_messages: {
    params: { room, seqs: [1], language: 'de' },
    result: { translations: [{ seq: 1, text: 'Wie lange dauert die Lieferung nach Lissabon?' }] },
  },
  get_site: { result: { site } },
  update_site: { params: { origins: site.origins, retention_days: 30 }, result: { site } },
  ...BOT_EXAMPLES,
};
