/** Every word that the widget says itself, in one place to be translated later. */

/** A length of time, roughly. */
export const minutes = (n: number) =>
  n < 60 ? `${n} min` : n < 1440 ? `${Math.round(n / 60)} h` : `${Math.round(n / 1440)} d`;

export const strings = {
  close: 'Close',
  messages: 'Messages',
  bot: (name: string) => (name ? `${name} · AI` : 'AI'),
  today: 'Today',
  yesterday: 'Yesterday',
  unread: (label: string, n: number) => (n ? `${label}, ${n} unread` : label),
  usually: (n: number) => `Usually replies in ${minutes(n)}`,
  online: 'Online now',
  withPerson: (name: string) => `You are talking to ${name}`,
  person: 'Talk to a person',
  asked: 'A person was asked for',
  waiting: 'Waiting for a person …',
  offline: 'You are offline. Messages will be sent when you are back.',
  lost: 'No connection. Messages will be sent when it is back.',
  busy: 'Connecting …',
  stay: ' Keep this page open.',
  blocked: 'You cannot write here at the moment. Please reach us another way.',
  stopped: 'This does not work at the moment. Reload the page.',
  write: 'Write a message …',
  writeLabel: 'Message',
  send: 'Send',
  speak: 'Speak instead of writing',
  typing: (name: string) => `${name} is typing`,
  ticks: { pending: 'Waiting to be sent', sent: 'Sent', delivered: 'Delivered', read: 'Seen' },
  failed: (why: string) => `Not sent. ${why}`,
};
