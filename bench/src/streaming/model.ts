/**
 * A language model for benches, in a process of its own: OpenAI-compatible, and every answer comes at one pace, token by token, each
 * answer in its own beat. It tells its parent when the first token of each answer left.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FromModel, type Pace, questionIn, tokenOf } from './told.ts';

const tell = (message: FromModel) => process.send?.(message);
/** Milliseconds since the epoch, finer than a millisecond, as browsers count them too. */
const now = () => performance.timeOrigin + performance.now();

interface Stream {
  readonly question: string;
  readonly response: ServerResponse;
  readonly began: number;
  said: number;
}
const streams = new Set<Stream>();
let pace: Pace = { tokensPerSecond: 40, tokens: 100, firstAfterMs: 0 };

const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 0, model: 'bench', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const server = createServer((request, response) => {
  // A page asks too, for the floor.
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', '*');
  if (request.method !== 'POST') return response.writeHead(204).end();
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => {
    body += part;
  });
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    const began = performance.now() + pace.firstAfterMs;
    const stream = { question: questionIn(body), response, began, said: 0 };
    streams.add(stream);
    response.on('close', () => streams.delete(stream));
  });
  return undefined;
});

/** What is due of every answer. */
function speak(): void {
  const at = performance.now();
  for (const stream of streams) {
    const due = Math.min(pace.tokens, Math.floor(((at - stream.began) * pace.tokensPerSecond) / 1_000) + 1);
    for (; stream.said < due; stream.said++) {
      stream.response.write(chunk({ content: tokenOf(stream.question, stream.said) }));
      if (stream.said === 0) tell({ kind: 'first', question: stream.question, at: now() });
    }
    if (stream.said < pace.tokens) continue;
    streams.delete(stream);
    stream.response.write(chunk({}, 'stop'));
    const usage = { prompt_tokens: 100, completion_tokens: pace.tokens };
    stream.response.end(`data: ${JSON.stringify({ choices: [], usage })}\n\ndata: [DONE]\n\n`);
  }
}
// Idle it costs nothing that would be counted as the chat's.
let beat: NodeJS.Timeout | undefined;
setInterval(() => {
  if (streams.size > 0) beat ??= setInterval(speak, 1);
  else {
    clearInterval(beat);
    beat = undefined;
  }
}, 5);

process.on('message', (next: Pace) => {
  pace = next;
});
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => tell({ kind: 'listening', port: (server.address() as AddressInfo).port }));
