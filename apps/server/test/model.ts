/** An OpenAI-compatible server for tests: each request is answered by the next script, piece by piece, as badly as wanted. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly model: string;
  readonly stream: boolean;
  readonly messages: readonly { role: string; content: string }[];
  readonly tools?: readonly unknown[];
  readonly stream_options?: { readonly include_usage: boolean };
  readonly temperature?: number;
}

/** One recording, as it was sent to be transcribed. */
export interface Heard {
  readonly model: string;
  readonly language: string | null;
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

class Responding {
  readonly response: ServerResponse;
  /** Resolves when the client has gone away. */
  readonly abandoned: Promise<void>;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.response = response;
    this.abandoned = new Promise((resolve) => response.once('close', () => resolve()));
    request.on('error', () => undefined);
    response.on('error', () => undefined);
  }

  status(code: number, headers: Record<string, string> = {}, message = `status ${code}`): void {
    this.response.writeHead(code, { 'content-type': 'application/json', ...headers });
    this.response.end(JSON.stringify({ error: { message, type: 'test' } }));
  }
}

export class Hearing extends Responding {
  readonly heard: Heard;

  constructor(heard: Heard, request: IncomingMessage, response: ServerResponse) {
    super(request, response);
    this.heard = heard;
  }

  json(body: unknown): void {
    this.response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}

export class Answering extends Responding {
  readonly asked: Asked;

  constructor(asked: Asked, request: IncomingMessage, response: ServerResponse) {
    super(request, response);
    this.asked = asked;
  }

  piece(delta: object, finish: string | null = null): void {
    if (!this.response.headersSent) this.response.writeHead(200, { 'content-type': 'text/event-stream' });
    const chunk = {
      id: 'c',
      object: 'chat.completion.chunk',
      created: 0,
      model: 'fake',
      choices: [{ index: 0, delta, finish_reason: finish }],
    };
    this.response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }

  text(...texts: string[]): void {
    for (const content of texts) this.piece({ content });
  }

  tool(name: string): void {
    this.piece({
      tool_calls: [{ index: 0, id: 't', type: 'function', function: { name, arguments: '{"reason": not json' } }],
    });
    this.finish('tool_calls');
  }

  finish(reason = 'stop', used?: { prompt_tokens: number; completion_tokens: number }): void {
    this.piece({}, reason);
    if (used) this.response.write(`data: ${JSON.stringify({ choices: [], usage: used })}\n\n`);
    this.response.end('data: [DONE]\n\n');
  }
}

export type Script = (answering: Answering) => void | Promise<void>;
export type HearingScript = (hearing: Hearing) => void | Promise<void>;

export interface FakeModel {
  /** For OPENAI_BASE_URL. */
  readonly baseUrl: string;
  readonly asked: Asked[];
  /** The scripts of the next requests, in order; the last one answers all further ones. */
  will(...scripts: Script[]): void;
  /** Texts that were to become vectors, each once for each time; they are not among `asked`. */
  readonly embedded: string[];
  /** What becomes of them from now on; until then there is no such address (404). A status, a vector, or nothing ever. */
  embeds(vector: ((text: string) => number[]) | number | 'nothing'): void;
  readonly heard: Heard[];
  /** The same for recordings. */
  willHear(...scripts: HearingScript[]): void;
  close(): Promise<void>;
}

/** Says the texts as one answer and finishes properly. */
export const saying =
  (...texts: string[]): Script =>
  (answering) => {
    answering.text(...texts);
    answering.finish();
  };

/** Hears this, whatever was said. */
export const hearing =
  (text: string): HearingScript =>
  (turn) =>
    turn.json({ text, usage: { type: 'duration', seconds: 1 } });

async function readForm(request: IncomingMessage, body: Buffer): Promise<Heard> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(body), { headers }).formData();
  const file = form.get('file') as File;
  const bytes = Buffer.from(await file.arrayBuffer());
  const language = form.get('language') as string | null;
  return { model: form.get('model') as string, language, name: file.name, type: file.type, bytes };
}

export async function startFakeModel(): Promise<FakeModel> {
  const asked: Asked[] = [];
  const heard: Heard[] = [];
  let scripts: Script[] = [saying('Hello.')];
  const embedded: string[] = [];
  let embeds: Parameters<FakeModel['embeds']>[0] = 404;
  let hearings: HearingScript[] = [hearing('Hello.')];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      // Called off before all was asked.
      return;
    }
    const body = Buffer.concat(chunks);
    if (request.url === '/v1/audio/transcriptions') {
      const turn = new Hearing(await readForm(request, body), request, response);
      heard.push(turn.heard);
      await (hearings.length > 1 ? hearings.shift() : hearings[0])?.(turn);
      return;
    }
    if (request.url?.endsWith('/embeddings')) {
      const { input } = JSON.parse(body.toString()) as { input: string[] };
      embedded.push(...input);
      if (embeds === 'nothing') return;
      response.writeHead(typeof embeds === 'number' ? embeds : 200, { 'content-type': 'application/json' });
      const vector = typeof embeds === 'number' ? () => [] : embeds;
      response.end(JSON.stringify({ data: input.map((text, index) => ({ index, embedding: vector(text) })) }));
      return;
    }
    const answering = new Answering(JSON.parse(body.toString()) as Asked, request, response);
    asked.push(answering.asked);
    const script = scripts.length > 1 ? scripts.shift() : scripts[0];
    await script?.(answering);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    embedded,
    embeds: (next) => {
      embeds = next;
      embedded.length = 0;
    },
    will: (...next) => {
      scripts = next;
      asked.length = 0;
    },
    heard,
    willHear: (...next) => {
      hearings = next;
      heard.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
