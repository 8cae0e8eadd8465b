/** A socket of the doctor's: opened as a browser would open it, and asked one thing after the other. */
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from '@parley/protocol';
import { WebSocket } from 'ws';

export type Frame = Record<string, unknown> & { command: string };

export interface Wire {
  send(frame: object): void;
  /** The first frame, past or future, that matches. */
  seen(match: (frame: Frame) => boolean): Promise<Frame>;
  close(): void;
}

/** Rejects with `HTTP <status>` where the handshake is refused, or with the system's error. */
export function openWire(address: string, origin: string, token: string): Promise<Wire> {
  const ws = new WebSocket(address, [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL_PREFIX}${token}`], { origin });
  const frames: Frame[] = [];
  const wanted = new Set<() => void>();
  ws.on('message', (data) => {
    frames.push(JSON.parse(data.toString()) as Frame);
    for (const look of wanted) look();
  });
  const wire: Wire = {
    send: (frame) => ws.send(JSON.stringify(frame)),
    seen: (match) =>
      new Promise((resolve) => {
        const look = () => {
          const found = frames.find(match);
          if (!found) return;
          wanted.delete(look);
          resolve(found);
        };
        wanted.add(look);
        look();
      }),
    close: () => ws.terminate(),
  };
  return new Promise((resolve, reject) => {
    ws.once('open', () => resolve(wire));
    ws.once('unexpected-response', (_request, response) => {
      ws.terminate();
      reject(new Error(`HTTP ${response.statusCode}`));
    });
    ws.once('error', reject);
  });
}
