/** Predefined answers against what visitors really type. */
import { describe, expect, it } from 'vitest';
import { answers as demo } from '../demo/content/answers.ts';
import { findPredefined } from './predefined.ts';

const answers = demo.map(({ title, triggers, content, quickReplies }, i) => ({
  site_id: '',
  id: String(i),
  title,
  triggers: [...triggers],
  content,
  quick_replies: [...quickReplies],
  created_at: new Date(0),
}));
const titleOf = (text: string) => findPredefined(answers, text)?.answer.title ?? null;

describe('a predefined answer', () => {
  it.each([
    ['Where is my order?', 'Where is my order?'],
    ['WHERE IS MY ORDER', 'Where is my order?'],
    ['where’s my order??', 'Where is my order?'],
    ['Hi, where is my order please?', 'Where is my order?'],
    ['hello there! could you please tell me where is my order', 'Where is my order?'],
    ['whre is my ordr', 'Where is my order?'],
    ['where is my oder', 'Where is my order?'],
    ['what are your opening hours?', 'Opening hours'],
    ['openning hours', 'Opening hours'],
    ['opening huors', 'Opening hours'],
    ['shiping costs', 'Shipping costs and times'],
    ['What is your return policy', 'Returns'],
    ['Hi', 'Greeting'],
    ['hello!', 'Greeting'],
    ['Olá', 'Greeting'],
    ['ola', 'Greeting'],
    ['thank you', 'Thanks and goodbye'],
    ['perfect, thank you!', 'Thanks and goodbye'],
    ['How do I return something?', 'Returns'],
    ['do you take paypal?', 'Payment methods'],
    // Only contains a trigger, or only resembles one.
    ['shipping to Norway', null],
    ['shopping', null],
    ['trekking', null],
    ['I want to order', null],
    ['cancel my order', null],
    ['hi, do you sell tents?', null],
    ['thank you for nothing', null],
    ['refuse', null],
    ['', null],
    ['...', null],
    ['please', null],
  ])('%j -> %j', (text, title) => expect(titleOf(text)).toBe(title));

  it('prefers the exact trigger to a near one', () => {
    const [near, exact] = [answers[0], answers[1]].map((answer) => ({ ...answer, quick_replies: [] }));
    const pair = [
      { ...near, title: 'near', triggers: ['returns'] },
      { ...exact, title: 'exact', triggers: ['return'] },
    ] as typeof answers;
    expect(findPredefined(pair, 'return')).toMatchObject({
      answer: { title: 'exact' },
      trigger: 'return',
      how: 'exact',
    });
    expect(findPredefined(pair, 'retruns')).toMatchObject({
      answer: { title: 'near' },
      trigger: 'returns',
      how: 'near',
    });
  });

  it('bears a very long message and a trigger of signs', () => {
    expect(findPredefined(answers, 'order '.repeat(2_000))).toBeUndefined();
    expect(findPredefined([{ ...answers[0], triggers: ['!!!'] } as (typeof answers)[0]], '???')).toBeUndefined();
  });
});
