// The demo shop as a site of ours: its name, its bot, its colour, the two people who answer and their teams.

export const site = {
  slug: 'acme',
  name: 'Acme Outdoor',
  botName: 'Scout',
  greeting:
    'Hi! I am Scout, Acme Outdoor’s assistant. Ask me about gear, orders and returns; a person is one tap away.',
  quickReplies: ['Where is my order?', 'Shipping costs', 'How do I return something?', 'Opening hours'],
  /** The shop's spruce green: white text on it has a contrast above 5:1. */
  accent: 'oklch(0.47 0.09 160)',
} as const;

/** The seeded logins. The keys are how `conversations.ts` names the two. */
export const agents = {
  ada: { email: 'ada@parley.test', name: 'Ada Lindqvist', role: 'admin' },
  ben: { email: 'ben@parley.test', name: 'Ben Okafor', role: 'agent' },
} as const;

export type DemoAgent = keyof typeof agents;

/** What the shop's conversations are about. The keys are how `conversations.ts` names them. */
export const labels = {
  delivery: { name: 'Delivery', color: 'blue', description: 'Where a parcel is, how long it takes and what it costs' },
  returns: { name: 'Returns', color: 'amber', description: 'Sending something back, exchanges and refunds' },
  repair: {
    name: 'Repair',
    color: 'teal',
    description: 'The workshop: what can be mended, for how much, and warranty',
  },
  advice: {
    name: 'Product advice',
    color: 'green',
    description: 'Which tent, boot or pack is the right one, and how to look after it',
  },
  complaint: { name: 'Complaint', color: 'red', description: 'The customer is unhappy with something that we did' },
} as const;

export type DemoLabel = keyof typeof labels;

/** Named teams, and who is in each. */
export const teams = {
  workshop: { name: 'Workshop', members: ['ada', 'ben'] },
  orders: { name: 'Orders', members: ['ben'] },
} as const;

export type DemoTeam = keyof typeof teams;
