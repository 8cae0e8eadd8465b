/** The site that the fake server pretends to be: people, rooms and words that look like a working day. */
import type { AgentRoom, Article, Message, PredefinedAnswer } from '@parley/protocol';

/** The fake day's "now"; rooms are told in minutes before it. */
export const NOW = Date.now();
export const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

type Line = [role: Message['role'], content: string, extra?: Partial<Message>];

interface RoomPlan {
  key: string;
  owner: AgentRoom['owner'];
  team?: AgentRoom['team'];
  status?: AgentRoom['status'];
  contact?: Partial<AgentRoom['contact']>;
  hand_over?: AgentRoom['hand_over'];
  minutes: number;
  waiting?: number;
  read?: number;
  lines: Line[];
}

const bot = { kind: 'bot', id: null, name: null } as const;
const queue = { kind: 'queue', id: null, name: null } as const;
const ada = { kind: 'agent', id: 'agent-ada', name: 'Ada Moreau' } as const;
const ben = { kind: 'agent', id: 'agent-ben', name: 'Ben Okafor' } as const;
const source = { title: 'Returns and exchanges', url: 'http://localhost:4000/kb/acme/returns-and-exchanges' };

const plans: RoomPlan[] = [
  {
    key: 'c_01jd8x4k7f3',
    owner: queue,
    hand_over: 'asked',
    minutes: 2,
    waiting: 4,
    contact: { page: 'http://localhost:4001/products/ridge-45-backpack', language: 'pt-PT' },
    lines: [
      ['visitor', 'Hi, the hip belt on my Ridge 45 came apart after two weeks.'],
      [
        'bot',
        'I am sorry to hear that. Packs carry a **two-year warranty** on seams and buckles:\n\n- send us a photo of the damage\n- keep the order number at hand',
        { sources: [source] },
      ],
      ['visitor', 'I am leaving for the Rota Vicentina on Friday. Can I talk to someone?'],
      ['system', 'The visitor asked for a person.', { event: 'person_requested' }],
      ['visitor', 'Order AC-20417, if that helps.'],
    ],
  },
  {
    key: 'c_01jd8x4k9a1',
    owner: queue,
    hand_over: 'low_confidence',
    minutes: 11,
    waiting: 12,
    contact: {
      name: 'Jonas Weber',
      email: 'jonas.weber@example.com',
      page: 'http://localhost:4001/checkout',
      language: 'de-DE',
    },
    lines: [
      ['visitor', 'My discount code is refused at checkout.'],
      ['bot', 'I could not find anything about that code. Shall I get a person?', { offer_person: true }],
      ['system', 'The visitor asked for a person.', { event: 'person_requested' }],
    ],
  },
  {
    key: 'c_01jd8x51b22',
    owner: bot,
    minutes: 1,
    contact: { page: 'http://localhost:4001/', language: 'en-GB' },
    lines: [
      ['visitor', 'How long do I have to send something back?'],
      [
        'bot',
        'You can return unused gear within **30 days**. Refunds reach your card in 3 to 5 working days.',
        { sources: [source] },
      ],
    ],
  },
  {
    key: 'c_01jd8x53c90',
    owner: ada,
    minutes: 6,
    waiting: 6,
    read: 2,
    contact: {
      name: 'Priya Raman',
      email: 'priya@example.org',
      user_id: 'customer-4711',
      email_verified: true,
      page: 'http://localhost:4001/tents',
      language: 'en-US',
    },
    lines: [
      ['visitor', 'Is the Nimbus 2 tent in stock in green?'],
      ['system', 'Ada Moreau joined the conversation.', { event: 'agent_joined' }],
      ['agent', 'Let me check the warehouse for you.', { author: 'Ada Moreau' }],
      ['visitor', 'Thanks!'],
      ['visitor', 'Blue would work too, if it ships this week.'],
    ],
  },
  {
    key: 'c_01jd8x55d41',
    owner: ben,
    minutes: 34,
    contact: {
      name: 'Marta Silva',
      page: 'http://localhost:4001/shipping',
      language: 'es-ES',
      account: { email: 'marta@example.org', email_verified: false },
    },
    lines: [
      ['visitor', 'Do you ship to the Canary Islands?'],
      ['agent', 'We do, by sea mail. It takes about 12 days.', { author: 'Ben Okafor' }],
    ],
  },
  {
    key: 'c_01jd7w20e08',
    owner: ada,
    status: 'closed',
    minutes: 60 * 26,
    contact: { email: 'tom@example.net', page: 'http://localhost:4001/boots', language: 'en-IE' },
    lines: [
      ['visitor', 'Which wax for full-grain leather boots?'],
      ['bot', 'Beeswax based ones. Warm the leather a little first.'],
      ['system', 'Closed by Ada Moreau.', { event: 'closed' }],
    ],
  },
];

function room(plan: RoomPlan, site: string): { room: AgentRoom; messages: Message[] } {
  const name = `${site} ${plan.key}`;
  const step = 1.5;
  const messages = plan.lines.map(
    ([role, content, extra], index): Message => ({
      id: `${plan.key}-${index + 1}`,
      room: name,
      seq: index + 1,
      author: role === 'bot' ? 'Assistant' : role === 'visitor' ? 'Visitor' : role === 'system' ? 'Acme' : 'Agent',
      role,
      content,
      created: ago(plan.minutes + (plan.lines.length - 1 - index) * step),
      client_id: null,
      ...extra,
    }),
  );
  const head = messages.length;
  return {
    messages,
    room: {
      consumer: plan.key,
      room: name,
      kind: 'support',
      status: plan.status ?? 'open',
      owner: plan.owner,
      team: plan.team ?? null,
      ...(plan.hand_over && { hand_over: plan.hand_over }),
      head,
      version: 1,
      waiting_since: plan.waiting === undefined ? null : ago(plan.waiting),
      created: messages[0]?.created ?? ago(plan.minutes),
      updated: messages.at(-1)?.created ?? ago(plan.minutes),
      contact: {
        name: null,
        email: null,
        page: null,
        language: null,
        user_id: null,
        email_verified: false,
        blocked: false,
        ...plan.contact,
      },
      read: plan.read ?? (plan.owner.kind === 'queue' ? 0 : head),
      unread: messages.filter(
        ({ role, seq }) => role === 'visitor' && seq > (plan.read ?? (plan.owner.kind === 'queue' ? 0 : head)),
      ).length,
      visitor_read: head - 1,
      visitor_read_at: ago(plan.minutes),
      visitor_delivered: head,
      presence: { visitor: plan.minutes < 3 ? 'here' : plan.minutes < 10 ? 'away' : 'gone', agents: [] },
      messages: [],
    },
  };
}

export const someRooms = (site: string) => plans.map((plan) => room(plan, site));

/** `count` more rooms of the bot, older and older, each with `lines` messages. */
export const manyRooms = (site: string, count: number, lines: number) =>
  Array.from({ length: count }, (_, index) =>
    room(
      {
        key: `c_many${String(index).padStart(5, '0')}`,
        owner: bot,
        minutes: 60 + index * 7,
        lines: Array.from(
          { length: lines },
          (__, line): Line => [
            line % 2 ? 'bot' : 'visitor',
            `Line ${line + 1} of conversation ${index + 1}.${line % 3 ? '' : ' It is a longer one, so that heights differ from bubble to bubble and scrolling has something to measure.'}`,
          ],
        ),
      },
      site,
    ),
  );

export const articles: Article[] = ['Returns and exchanges', 'Shipping times', 'Warranty', 'Choosing a tent'].map(
  (title, index) => {
    const slug = title.toLowerCase().replaceAll(' ', '-');
    return {
      id: `article-${index}`,
      slug,
      title,
      updated: ago(60 * 24 * (index + 1)),
      url: title === 'Warranty' ? 'https://www.acme-outdoor.example/warranty' : `/kb/acme/${slug}`,
      source: title === 'Warranty' ? 'source-site' : null,
      body: `## ${title}\n\nUnused gear comes back within **30 days**.\n\n- keep the tags\n- use the [return form](https://example.com/returns)\n`,
    };
  },
);

export const answers: PredefinedAnswer[] = [
  {
    id: 'answer-1',
    title: 'Opening hours',
    triggers: ['When are you open?', 'opening hours'],
    content: 'We answer **Monday to Friday, 9 to 18** (Lisbon).',
    quick_replies: ['Talk to a person'],
  },
];

/** For `FakeOptions.labels`. */
export const LABELS = {
  Returns: 'amber',
  Delivery: 'blue',
  Complaint: 'red',
  Repair: 'teal',
  'Product advice': 'green',
  VIP: 'pink',
  Wholesale: 'purple',
  Other: 'grey',
} as const;

/** For `FakeOptions.teams`. */
export const TEAMS = { Returns: ['agent-ada', 'agent-ben'], Billing: [], Press: ['agent-dora'] };
