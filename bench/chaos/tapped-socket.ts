/** The clients' WebSocket, with an ear on the wire: it writes down what was sent, acknowledged, refused, and of which rooms was heard. */
import { WebSocket as Ws } from 'ws';
import type { Journal } from './journal.ts';

interface Frame {
  readonly command?: string;
  readonly id?: string;
  readonly code?: string;
  readonly retry?: boolean;
  readonly message?: { readonly client_id?: string; readonly seq?: number; readonly room?: string };
  readonly room?: string | { readonly room: string };
  readonly rooms?: readonly { readonly room: string }[];
  readonly messages?: readonly { readonly room: string }[];
  readonly heads?: Readonly<Record<string, number>>;
  readonly versions?: Readonly<Record<string, number>>;
  readonly positions?: readonly { readonly room: string }[];
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
      for (const room of roomsOf(frame)) {
        if (heard.has(room)) continue;
        heard.add(room);
        write({ e: 'heard', c, room, command });
      }
    }
  }
  return {
    Socket: Tapped as unknown as typeof WebSocket,
    die: () => {
      for (const socket of open) socket.terminate();
    },
  };
}
