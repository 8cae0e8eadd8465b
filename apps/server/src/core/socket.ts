/**
 * One open socket: frames in order, one at a time but for long ones, each validated and authorised; answers and refusals out.
 * What a client sends can neither end the process nor reach another client's socket.
 */
import { CLOSE, ERRORS, type ErrorFrame, MAX_FRAME_BYTES } from '@parley/protocol';
import type { RawData, WebSocket } from 'ws';
import { answerFrame } from './answer-text.ts';
import type { Authenticated, Core } from './core.ts';
import type { Dispatcher } from './dispatch.ts';
import { asRefusal, refuse } from './errors.ts';
import { FrameAllowance } from './frame-allowance.ts';
import { uuidv7 } from './ids.ts';
import { type LogContext, within } from './log-context.ts';
import { type ClientSocket, clientSocket } from './sockets.ts';
import { currentSpan, type SpanOptions, traced } from './tracing.ts';

/** Frames waiting above which reading pauses: the sender meets TCP's own back-pressure instead of our memory. */
const PAUSE_ABOVE = 64;

/** Commands declared `long` that one socket may have running; the next one waits its turn, and all behind it. */
const MOST_LONG = 4;

/** A colleague's inbox does in one socket what many visitors do in theirs. */
const AGENTS_TIMES = 5;

export interface Serving {
  readonly ip: string;
  readonly origin: string | null;
  readonly who: Authenticated;
  readonly channels: readonly string[];
  readonly room: string | null;
  readonly commands?: ReadonlySet<string>;
}

/** Serves `ws` until it closes. Attaches its handlers before returning, so that no early frame is lost. */
export function serveSocket(core: Core, dispatcher: Dispatcher, ws: WebSocket, serving: Serving): ClientSocket {
  const socket = clientSocket(
    ws,
    {
      id: uuidv7(),
      ip: serving.ip,
      actor: serving.who.actor,
      expiresAt: serving.who.expiresAt,
      channels: new Set(serving.channels),
      room: serving.room,
      commands: serving.commands ?? null,
      finish: () => {
        // What is still on its way is not answered, so its sender sends it again, elsewhere.
        deaf = true;
        return draining;
      },
    },
    core.metrics,
  );
  const call = { ip: serving.ip, origin: serving.origin, socket };
  const waiting: { data: RawData; binary: boolean; at: number }[] = [];
  const site = serving.who.actor.kind === 'nobody' ? undefined : serving.who.actor.siteId;
  let frames = 0;
  let busy = false;
  let deaf = false;
  let draining = Promise.resolve();

  const { framesPerSecond } = core.config;
  const allowance = new FrameAllowance(framesPerSecond * (serving.who.actor.kind === 'agent' ? AGENTS_TIMES : 1));
  let slow: NodeJS.Timeout | undefined;

  const readOn = () => {
    if (slow === undefined) ws.resume();
  };
  const slowDown = (ms: number | null) => {
    if (ms === null) {
      socket.close(CLOSE.flooding);
      return readOn();
    }
    ws.pause();
    slow ??= setTimeout(() => {
      slow = undefined;
      if (waiting.length < PAUSE_ABOVE) readOn();
    }, ms);
    return undefined;
  };
  let long = 0;
  /** Answers by itself; what a stop cuts off has done nothing that lasts. */
  const apart = (work: () => Promise<unknown>): boolean => {
    if (long >= MOST_LONG) return false;
    long++;
    void work().finally(() => long--);
    return true;
  };
  const drain = async () => {
    busy = true;
    // Who is sent away may nothing any more: what it said before goes unanswered.
    for (let next = waiting.shift(); next && !socket.sentAway; next = waiting.shift()) {
      if (waiting.length < PAUSE_ABOVE / 2) readOn();
      const context: LogContext = { request: `${socket.id}-${++frames}`, ...(site && { site }) };
      const run = () =>
        within(context, () => answer({ core, dispatcher, socket, call, apart }, next.data, next.binary));
      const command = await (core.tracing ? traced(core.tracing, 'frame', spanOf(context), run) : run());
      core.metrics.framesAnswered.inc();
      if (command !== undefined) core.metrics.frameSeconds.observe((performance.now() - next.at) / 1_000, command);
    }
    busy = false;
  };
  ws.on('message', (data, binary) => {
    socket.heard();
    if (deaf || socket.sentAway) return;
    const wait = allowance.take();
    if (wait !== 0) slowDown(wait);
    if (socket.sentAway) return;
    waiting.push({ data, binary, at: performance.now() });
    core.metrics.framesReceived.inc();
    if (waiting.length >= PAUSE_ABOVE) ws.pause();
    if (!busy) draining = drain();
  });
  const { actor } = serving.who;
  const unfollow = actor.kind === 'nobody' ? () => undefined : core.bus.follow(actor.siteId);
  ws.on('close', () => {
    clearTimeout(slow);
    core.sockets.remove(socket);
    unfollow();
  });
  // ws itself answers 1009, 1007 and 1002; here the error only must not be unhandled.
  ws.on('error', (error) => core.log.debug({ socket: socket.id, site, reason: error.message }, 'socket error'));
  core.sockets.add(socket);
  return socket;
}

const spanOf = ({ request = '', site = '' }: LogContext): SpanOptions => ({
  kind: 'server',
  attributes: { 'parley.request': request, 'parley.site': site },
});

interface Answering {
  readonly core: Core;
  readonly dispatcher: Dispatcher;
  readonly socket: ClientSocket;
  readonly call: Parameters<Dispatcher['dispatch']>[3];
  /** Has the work done beside the frames that follow; false where too much is. It never rejects. */
  readonly apart: (work: () => Promise<unknown>) => boolean;
}

/** Answers one frame, and tells the command of one that was done. */
async function answer(answering: Answering, data: RawData, binary: boolean): Promise<string | undefined> {
  const { core, dispatcher, socket, call, apart } = answering;
  let id: string | undefined;
  let clientId: string | undefined;
  try {
    const frame = parse(data, binary);
    if (typeof frame.id === 'string' && frame.id.length <= 64) id = frame.id;
    const { command } = frame;
    if (typeof command !== 'string' || (frame.id !== undefined && id === undefined)) throw refuse('bad_frame');
    clientId = clientIdOf(frame);
    const spec = dispatcher.find(command);
    if (!spec?.socket) throw refuse('unknown_command');
    if (socket.commands && !socket.commands.has(command)) throw refuse('forbidden');
    if (socket.expiresAt <= core.now() && command !== 'authenticate') {
      socket.close(CLOSE.expired);
      throw refuse('unauthenticated');
    }
    currentSpan()?.rename(`frame ${command}`);
    // No command has parameters of the names `command` and `id`.
    if (socket.room !== null && frame.room === undefined) frame.room = socket.room;
    if (spec.long) {
      const work = async () => {
        try {
          socket.send(answerFrame(spec.reply, id, await dispatcher.dispatch(socket.actor, command, frame, call)));
        } catch (error) {
          tellRefusal(core, socket, error, id, clientId);
        }
      };
      if (apart(work)) return undefined;
    }
    const result = await dispatcher.dispatch(socket.actor, command, frame, call);
    socket.send(answerFrame(spec.reply, id, result));
    return spec.name;
  } catch (error) {
    tellRefusal(core, socket, error, id, clientId);
    return undefined;
  }
}

function tellRefusal(
  core: Core,
  socket: ClientSocket,
  error: unknown,
  id: string | undefined,
  clientId: string | undefined,
): void {
  const refused = asRefusal(error);
  core.metrics.refused('socket', refused.code);
  const span = currentSpan();
  span?.set({ 'parley.refused': refused.code });
  if (ERRORS[refused.code].status >= 500) span?.fail(refused.code);
  if (refused.code === 'internal') core.log.error({ err: error }, 'a frame failed');
  const { fields, retryAfter } = refused.details;
  const reply: ErrorFrame = {
    command: 'error',
    ...(id !== undefined && { id }),
    code: refused.code,
    message: refused.message,
    retry: ERRORS[refused.code].retry,
    ...(fields && { fields }),
    ...(retryAfter && { retry_after: retryAfter }),
    ...(clientId !== undefined && { client_id: clientId }),
  };
  socket.send(JSON.stringify(reply));
}

function parse(data: RawData, binary: boolean): Record<string, unknown> {
  if (binary) throw refuse('bad_frame');
  const text = data.toString();
  if (text.length > MAX_FRAME_BYTES) throw refuse('too_large');
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    throw refuse('bad_json');
  }
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) throw refuse('bad_frame');
  // A "__proto__" in it is a key like any other (ECMA-262, JSON.parse): nothing was inherited by it.
  return frame as Record<string, unknown>;
}

function clientIdOf(frame: Record<string, unknown>): string | undefined {
  const message = frame.message;
  if (typeof message !== 'object' || message === null || !('client_id' in message)) return undefined;
  return typeof message.client_id === 'string' ? message.client_id.slice(0, 64) : undefined;
}
