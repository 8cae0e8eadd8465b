/**
 * A WebSocket client without a library and without JSON: it writes masked text frames and finds the ends of the frames
 * that come, no more, so that the generator does not take from the server's processors what it wants to measure.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const CONTINUED = 0x0;
const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;

export interface RawSocketOptions {
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** One text frame lies in `data` from `from` to `to`. The buffer belongs to the socket: read it now or copy it. */
  readonly onText: (data: Buffer, from: number, to: number, socket: RawSocket) => void;
  readonly onClose?: (code: number) => void;
}

export class RawSocket {
  readonly #tcp: Socket;
  /** Bytes received, headers included. */
  bytes = 0;

  constructor(tcp: Socket) {
    this.#tcp = tcp;
  }

  /** One masked text frame. The mask is zero, which is a mask like any other and spares us the work, not the server. */
  send(text: string): void {
    this.write(TEXT, Buffer.from(text));
  }

  write(opcode: number, payload: Buffer): void {
    const { length } = payload;
    const head = length < 126 ? 2 : 4;
    const frame = Buffer.allocUnsafe(head + 4 + length);
    frame[0] = 0x80 | opcode;
    if (length < 126) frame[1] = 0x80 | length;
    else {
      frame[1] = 0x80 | 126;
      frame.writeUInt16BE(length, 2);
    }
    frame.fill(0, head, head + 4);
    payload.copy(frame, head + 4);
    this.#tcp.write(frame);
  }

  /** Stops reading: the server meets a slow reader. */
  pause(): void {
    this.#tcp.pause();
  }

  destroy(): void {
    this.#tcp.destroy();
  }
}

/** Resolves when the server said 101; rejects with its status otherwise. Text that comes with the handshake is not lost. */
export function openRaw({ port, path, headers = {}, onText, onClose }: RawSocketOptions): Promise<RawSocket> {
  return new Promise((resolve, reject) => {
    const tcp = connect({ port, host: '127.0.0.1', noDelay: true });
    const socket = new RawSocket(tcp);
    let rest: Buffer | null = null;
    let open = false;
    let code = 1006;
    tcp.on('error', reject);
    tcp.on('close', () => {
      if (open) onClose?.(code);
      else reject(new Error('closed during the handshake'));
    });
    tcp.once('connect', () => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      tcp.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${lines.join('')}\r\n`,
      );
    });
    tcp.on('data', (chunk: Buffer) => {
      let data = rest === null ? chunk : Buffer.concat([rest, chunk]);
      rest = null;
      if (!open) {
        const end = data.indexOf('\r\n\r\n');
        if (end < 0) {
          rest = data;
          return;
        }
        const status = data.toString('latin1', 9, 12);
        if (status !== '101') {
          reject(new Error(`the handshake was answered with ${status}`));
          tcp.destroy();
          return;
        }
        open = true;
        resolve(socket);
        data = data.subarray(end + 4);
      }
      socket.bytes += chunk.length;
      const used = frames(data, socket, onText, (closed) => {
        code = closed;
        tcp.destroy();
      });
      if (used < data.length) rest = data.subarray(used);
    });
  });
}

/** Walks over the whole frames of `data`; answers how far they reach. */
function frames(
  data: Buffer,
  socket: RawSocket,
  onText: RawSocketOptions['onText'],
  onCode: (code: number) => void,
): number {
  let at = 0;
  while (data.length - at >= 2) {
    const opcode = (data[at] as number) & 0x0f;
    let length = (data[at + 1] as number) & 0x7f;
    let from = at + 2;
    if (length === 126) {
      if (data.length - at < 4) return at;
      length = data.readUInt16BE(at + 2);
      from = at + 4;
    } else if (length === 127) {
      if (data.length - at < 10) return at;
      length = Number(data.readBigUInt64BE(at + 2));
      from = at + 10;
    }
    const to = from + length;
    if (to > data.length) return at;
    if (opcode === TEXT || opcode === CONTINUED) onText(data, from, to, socket);
    else if (opcode === PING) socket.write(PONG, data.subarray(from, to));
    else if (opcode === CLOSE) onCode(length >= 2 ? data.readUInt16BE(from) : 1005);
    at = to;
  }
  return at;
}
