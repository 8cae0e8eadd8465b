/** An OpenAI-compatible server whose words the test speaks: each question waits until the test answers it, piece by piece. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One question that the bot put to the model. */
export class Question {
  /** All that the bot sent, as the model reads it. */
  readonly prompt: string;
  /** Resolves when the bot hangs up before the end. */
  readonly abandoned: Promise<void>;
  readonly #response: ServerResponse;

  constructor(prompt: string, response: ServerResponse) {
    this.prompt = prompt;
    this.#response = response;
    this.abandoned = new Promise((resolve) =>
      response.once('close', () => {
        if (!response.writableFinished) resolve();
      }),
    );
    response.writeHead(200, { 'content-type': 'text/event-stream' });
  }

  say(text: string): void {
    this.#chunk({ role: 'assistant', content: text }, null);
  }

  end(): void {
    this.#chunk({}, 'stop');
    this.#response.end('data: [DONE]\n\n');
  }

  #chunk(delta: object, finish_reason: 'stop' | null): void {
    const chunk = {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'test',
      choices: [{ index: 0, delta, finish_reason }],
    };
    this.#response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
}

export class Model {
  readonly #server: Server;
  readonly #asked: Question[] = [];
  readonly #waiting: ((question: Question) => void)[] = [];

  private constructor() {
    this.#server = createServer(async (request, response) => {
      // It makes no vectors.
      if (request.url?.endsWith('/embeddings')) return response.writeHead(404).end();
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { messages } = JSON.parse(Buffer.concat(chunks).toString()) as { messages: { content: string }[] };
      const question = new Question(messages.map(({ content }) => content).join('\n\n'), response);
      // Written for who takes over, whenever that is: no visitor waits for it.
      if (question.prompt.startsWith('You sum up')) {
        question.say('Sentiment: neutral\nThe visitor asks about new soles.');
        return question.end();
      }
      const waiting = this.#waiting.shift();
      if (waiting) waiting(question);
      else this.#asked.push(question);
    });
  }

  static async start(): Promise<Model> {
    const model = new Model();
    model.#server.listen(0, '127.0.0.1');
    await once(model.#server, 'listening');
    return model;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** The next question, in the order in which they were put. */
  asked(): Promise<Question> {
    const question = this.#asked.shift();
    return question ? Promise.resolve(question) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Questions put that no test has taken. */
  get unanswered(): number {
    return this.#asked.length;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }
}
