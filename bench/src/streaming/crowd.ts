/** The people who ask, in a process of their own: reads every answer as it grows and compares it with what the model said. */
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { begins } from '../load/dialects.ts';
import { openRaw, type RawSocket } from '../load/raw-socket.ts';
import { answerTo, askedAs, type Crowd, type FromCrowd, type Heard } from './told.ts';

/** Longer than the program's own patience with a model, and than an answer waits for a place among the jobs. */
const PATIENCE_MS = 90_000;
/** Nobody else begins to be answered. */
const STILL_MS = 4_000;

const DELTA = Buffer.from('{"command":"bot_delta"');
const MESSAGE = Buffer.from('{"command":"new_message","message"');

const tell = (message: FromCrowd) => process.send?.(message);

interface Person {
  readonly expected: string;
  socket: RawSocket | null;
  text: string;
  growing: boolean;
  answers: number;
  whole: boolean;
}

async function run({ port, people, bare, tokens, spreadMs, name }: Crowd): Promise<Heard> {
  let [pieces, outOfOrder, closed, growing, atOnce, lastBegan] = [0, 0, 0, 0, 0, performance.now()];
  const persons: Person[] = [];
  const grew = (person: Person, text: string) => {
    pieces++;
    person.text = text;
    if (!person.expected.startsWith(text)) outOfOrder++;
    if (person.growing || person.answers > 0) return;
    person.growing = true;
    atOnce = Math.max(atOnce, ++growing);
    lastBegan = performance.now();
  };
  const answered = (person: Person, content: string) => {
    if (person.growing) growing--;
    person.growing = false;
    person.answers++;
    person.whole = content === person.expected;
  };
  const hear = (person: Person, data: Buffer, from: number, to: number) => {
    if (begins(data, from, to, DELTA)) {
      const { offset, text } = JSON.parse(data.toString('utf8', from, to)) as { offset: number; text: string };
      if (offset > person.text.length) outOfOrder++;
      else grew(person, person.text.slice(0, offset) + text);
    } else if (begins(data, from, to, MESSAGE)) {
      const { message } = JSON.parse(data.toString('utf8', from, to)) as { message: { role: string; content: string } };
      if (message.role === 'bot') answered(person, message.content);
    }
  };

  for (const [n, address] of people.entries()) {
    const question = `${name}${n.toString(36).padStart(3, '0')}`;
    const person: Person = {
      expected: answerTo(question, tokens),
      socket: null,
      text: '',
      growing: false,
      answers: 0,
      whole: false,
    };
    persons.push(person);
    const asked = askedAs(question);
    if (bare) {
      readBare(
        port,
        asked,
        (text) => grew(person, person.text + text),
        () => answered(person, person.text),
      );
    } else {
      person.socket = await openRaw({
        port,
        ...address,
        onText: (data, from, to) => hear(person, data, from, to),
        onClose: () => {
          closed++;
        },
      });
      const message = { content: asked, client_id: question };
      person.socket.send(JSON.stringify({ command: 'new_message', id: '1', message }));
    }
    await delay(spreadMs / people.length);
  }
  const until = performance.now() + PATIENCE_MS;
  lastBegan = performance.now();
  while (growing < people.length && performance.now() - lastBegan < STILL_MS) await delay(20);
  tell({ kind: 'streaming', atOnce });
  while (persons.some(({ answers }) => answers === 0) && performance.now() < until) await delay(50);
  // A second answer would come now.
  await delay(500);
  for (const { socket } of persons) socket?.destroy();
  return {
    asked: people.length,
    whole: persons.filter(({ answers, whole }) => answers === 1 && whole).length,
    twice: persons.filter(({ answers }) => answers > 1).length,
    pieces,
    outOfOrder,
    closed,
    atOnce,
  };
}

/** As the program asks, without the program. */
function readBare(port: number, content: string, onText: (text: string) => void, onEnd: () => void): void {
  const body = JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content }] });
  const asking = request({ port, host: '127.0.0.1', path: '/v1/chat/completions', method: 'POST' }, (response) => {
    let rest = '';
    response.setEncoding('utf8');
    response.on('data', (part: string) => {
      const lines = (rest + part).split('\n\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [, content] = /"content":"([^"]*)"/.exec(line) ?? [];
        if (content) onText(content);
      }
    });
    response.on('end', onEnd);
  });
  asking.end(body);
}

process.once('message', (crowd: Crowd) => {
  run(crowd).then(
    (heard) => {
      tell({ kind: 'done', heard });
      process.disconnect();
    },
    (error: Error) => {
      tell({ kind: 'failed', reason: error.message });
      process.disconnect();
    },
  );
});
