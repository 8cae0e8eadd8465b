/** Courtesies, alone and together, and what only begins or ends like one. */
import { expect, it } from 'vitest';
import { SENTENCES } from './sentences.ts';
import { smallTalk } from './small-talk.ts';

it.each([
  ['See you!', SENTENCES.en.bye],
  ['see you tomorrow', SENTENCES.en.bye],
  ['Ok thanks, see you later then!', SENTENCES.en.bye],
  ['Great, bye for now', SENTENCES.en.bye],
  ['Thank you very much, have a nice day', SENTENCES.en.bye],
  ['Have a good one, take care', SENTENCES.en.bye],
  ['ok thanks again', SENTENCES.en.thanks],
  ['Hi there everyone', SENTENCES.en.hello],
  ['hello, thank you', SENTENCES.en.thanks],
  ['Hi, are you a bot?', SENTENCES.en.whatAmI],
  ['Danke, bis morgen!', SENTENCES.de.bye],
  ['Vielen Dank und einen schönen Tag noch', SENTENCES.de.bye],
  ['Gracias, hasta mañana', SENTENCES.es.bye],
  ['Merci beaucoup, à demain', SENTENCES.fr.bye],
  ['Obrigada, até amanhã', SENTENCES.pt.bye],
  ['شكرا جزيلا، مع السلامة', SENTENCES.ar.bye],
])('%j is answered as what it is', (text, content) => expect(smallTalk(text)?.content).toBe(content));

it.each([
  'see you have tents in stock?',
  'I see you ship to Norway',
  'see you in the store on Monday?',
  'Do you deliver tomorrow?',
  'later',
  'ok',
  'then',
  'thanks for nothing',
  'good morning, where is my order',
  'again and again',
  'thanks '.repeat(40),
])('%j is none', (text) => expect(smallTalk(text)).toBeUndefined());

it('of the bot is asked whoever says hello first', () => {
  expect(smallTalk('hello are you human')?.offerPerson).toBe(true);
  expect(smallTalk('hello')?.offerPerson).toBe(false);
});
