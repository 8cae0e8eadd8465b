/**
 * The clients' WebSocket, with an ear on the wire: it writes down what was sent, acknowledged, refused, of which rooms was heard, and
 * how answers grew.
 */
import { WebSocket as Ws } from 'ws';
import type { Journal } from './journal.ts';

interface Heard {
  readonly room: string;
  readonly client_id?: string;
  readonly seq?: number;
  readonly role?: string;
}

interface Frame {
  readonly command?: string;
  readonly id?: string;
  readonly code?: string;
  readonly retry?: boolean;
  readonly message?: Heard;
  readonly room?: string | { readonly room: string };
  readonly rooms?: readonly { readonly room: string }[];
  readonly messages?: readonly Heard[];
  readonly heads?: Readonly<Record<string, number>>;
  readonly versions?: Readonly<Record<string, number>>;
  readonly positions?: readonly { readonly room: string }[];
  readonly answer?: string;
  readonly offset?: number;
  readonly text?: string;
  readonly reason?: string;
}

/** Every room that a frame tells anything of. A refusal tells nothing. */
export function roomsOf(frame: Frame): string[] {
  const { message, room, rooms = [], messages = [], heads = {}, versions = {}, positions = [] } = frame;
  const named = typeof room === 'string' ? [room] : room ? [room.room] : [];
  const listed = [...rooms, ...messages, ...positions].map((one) => one.room);
  return [
    ...named,
    ...(message?.room ? [message.room] : []),
    ...listed,
    ...Object.keys(heads),
    ...Object.keys(versions),
  ];
}

export interface Tap {
  /** The class to hand to a session. */
  readonly Socket: typeof WebSocket;
  /** Ends every socket as a tab does that is killed: without a word. */
  die(): void;
}

/** `address`: as whom a proxy would announce this client. */
export function tapFor(c: string, address: string, write: Journal): Tap {
  const open = new Set<Ws>();
  const heard = new Set<string>();

  class Tapped extends Ws {
    readonly #sending = new Map<string, string>();
    /** Answers in the making. */
    readonly #growing = new Map<string, string>();

    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers: { 'x-forwarded-for': address }, handshakeTimeout: 20_000 });
      open.add(this);
      this.on('close', () => open.delete(this));
      // Whoever let go of a socket hears no more of it, not even that it failed.
      this.on('error', () => undefined);
      this.on('message', (data) => this.#take(JSON.parse(data.toString()) as Frame));
    }

    override send(data: string): void {
      const { command, id, message } = JSON.parse(data) as Frame;
      if (command === 'new_message' && id && message?.client_id) {
        this.#sending.set(id, message.client_id);
        write({ e: 'sent', c, id: message.client_id });
      }
      super.send(data);
    }

    #take(frame: Frame): void {
      const { command = '', id = '', message, code = '', retry = false } = frame;
      const sent = this.#sending.get(id);
      this.#sending.delete(id);
      if (sent && command === 'error') write({ e: 'refused', c, id: sent, code, retry });
      else if (sent && message) {
        write({ e: 'acknowledged', c, id: sent, room: message.room ?? '', seq: message.seq ?? 0 });
      }
      this.#watch(frame);
      for (const room of roomsOf(frame)) {
        if (heard.has(room)) continue;
        heard.add(room);
        write({ e: 'heard', c, room, command });
      }
    }

    /** As PROTOCOL.md L2 to L4 have it. Each text is written down when a piece that holds the whole replaces it, and at its end. */
    #watch({ command, room, answer = '', offset = 0, text = '', reason = '', message, messages = [] }: Frame): void {
      if (command === 'bot_delta' && typeof room === 'string') {
        const known = this.#growing.get(answer) ?? '';
        if (offset > known.length) return;
        if (offset === 0) this.#grown(room, answer);
        this.#growing.set(answer, known.slice(0, offset) + text);
      } else if (command === 'bot_ended' && typeof room === 'string') {
        this.#grown(room, answer);
        write({ e: 'ended', c, room, answer, reason });
      }
      if (command !== 'new_message' && command !== 'new_messages') return;
      for (const { role, room: where, client_id } of message ? [message] : messages)
        if (role === 'bot' && client_id) this.#grown(where, client_id);
    }

    #grown(room: string, answer: string): void {
      const text = this.#growing.get(answer);
      if (text === undefined) return;
      this.#growing.delete(answer);
      write({ e: 'grown', c, room, answer, text });
    }
  }
  return {
    Socket: Tapped as unknown as typeof WebSocket,
    die: () => {
      for (const socket of open) socket.terminate();
    },
  };
}
