import { plainLine } from '@parley/protocol/markdown';
import { expect, it } from 'vitest';
import { folderOf, languageName, pagePath, visitorName } from './names.ts';

const nobody = {
  name: null,
  email: null,
  page: null,
  language: null,
  user_id: null,
  email_verified: false,
  blocked: false,
};

it('calls a visitor by name, else email, else the end of the id without the conversation number', () => {
  expect(visitorName({ consumer: 'c_abc7f3', contact: { ...nobody, name: 'Mia', email: 'm@x.test' } })).toBe('Mia');
  expect(visitorName({ consumer: 'c_abc7f3', contact: { ...nobody, email: 'm@x.test' } })).toBe('m@x.test');
  expect(visitorName({ consumer: 'c_abc7f3~2', contact: nobody })).toBe('Visitor 7f3');
});
it('finds the list that holds a room', () => {
  const owner = (kind: 'bot' | 'queue' | 'agent', id: string | null = null) => ({ kind, id, name: null });
  expect(folderOf({ status: 'open', owner: owner('queue') }, 'me')).toBe('unassigned');
  expect(folderOf({ status: 'open', owner: owner('bot') }, 'me')).toBe('bot');
  expect(folderOf({ status: 'open', owner: owner('agent', 'me') }, 'me')).toBe('mine');
  expect(folderOf({ status: 'open', owner: owner('agent', 'you') }, 'me')).toBe('others');
  expect(folderOf({ status: 'closed', owner: owner('agent', 'me') }, 'me')).toBe('closed');
});
it('shows a page by its path and a language by its name, and what is neither as it is', () => {
  expect(pagePath('https://shop.example/tents?size=2#x')).toBe('/tents?size=2');
  expect(pagePath('not an address')).toBe('not an address');
  expect(languageName('de')).toBe('German');
  expect(languageName('???')).toBe('???');
});
it('makes one plain line of a message', () => {
  expect(plainLine('## Hello\n\n**Two** years,\nsee [here](https://x.test)')).toBe('Hello Two years, see here');
  expect(plainLine('> _Order_ #1234 of `a_b@x.test`: 2 * 3')).toBe('Order #1234 of a_b@x.test: 2 * 3');
});
