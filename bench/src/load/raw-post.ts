/** One HTTP POST with a JSON body on a connection of its own, as a browser's first call: no library, no pool. */
import { connect } from 'node:net';

/** The answer's body; rejects for any status but 200. */
export function rawPost(port: number, path: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const tcp = connect({ port, host: '127.0.0.1', noDelay: true });
    const chunks: Buffer[] = [];
    tcp.once('connect', () => {
      tcp.write(
        `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
          `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    });
    tcp.on('data', (chunk) => chunks.push(chunk));
    tcp.once('error', reject);
    tcp.once('close', () => {
      const text = Buffer.concat(chunks).toString();
      const end = text.indexOf('\r\n\r\n');
      if (text.slice(9, 12) === '200' && end > 0) resolve(text.slice(end + 4));
      else reject(new Error(`${path} was answered with ${text.slice(9, 12) || 'nothing'}`));
    });
  });
}
