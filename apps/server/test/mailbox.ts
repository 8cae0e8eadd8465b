/** A real SMTP server for tests: keeps what arrives, parsed, and can be down, slow to say yes, or say no. */
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail extends Email {
  /** The envelope's. */
  readonly recipients: readonly string[];
  readonly raw: string;
}

export interface Mailbox {
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** Resolves when `count` mails have arrived in all. */
  arrived(count: number): Promise<readonly ReceivedMail[]>;
  /** What the server says to a recipient, or to the mail itself, instead of yes; null: yes again. */
  refuse(where: 'recipient' | 'mail', code: number | null): void;
  /** Takes the next mail, and then cuts the line instead of saying so. */
  cutAfterNext(): void;
  /** Nobody listens any more; `up` listens on the same port again. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

const listens = ({ server }: SMTPServer, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const done = (is: boolean) => () => {
      server.off('error', no).off('listening', yes);
      resolve(is);
    };
    const [yes, no] = [done(true), done(false)];
    server.on('error', no).on('listening', yes).listen(port, '127.0.0.1');
  });

export async function startMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const waiting: { count: number; resolve: (mails: readonly ReceivedMail[]) => void }[] = [];
  const refusals: { recipient: number | null; mail: number | null } = { recipient: null, mail: null };
  let cut = false;
  let port = 0;
  let server: SMTPServer | null = null;

  const no = (code: number | null, words: string) =>
    code === null ? null : Object.assign(new Error(words), { responseCode: code });
  const up = async () => {
    const listening = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _session, done) => done(no(refusals.recipient, `<${address}> is not here`)),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', async () => {
          const refused = no(refusals.mail, 'not today');
          if (refused) return done(refused);
          const raw = Buffer.concat(chunks).toString();
          const recipients = session.envelope.rcptTo.map(({ address }) => address);
          mails.push({ ...(await PostalMime.parse(raw)), recipients, raw });
          if (cut) {
            cut = false;
            await down();
            await up();
          } else done();
          for (const one of waiting.filter(({ count }) => mails.length >= count)) one.resolve(mails);
          return undefined;
        });
      },
    });
    listening.on('error', () => undefined);
    // Somebody's outgoing connection may have the port for a moment.
    while (!(await listens(listening, port))) await new Promise((resolve) => setTimeout(resolve, 50));
    port = (listening.server.address() as AddressInfo).port;
    server = listening;
  };
  const down = async () => {
    const listening = server;
    server = null;
    if (!listening) return;
    for (const connection of listening.connections as Set<{ _socket: { destroy(): void } }>)
      connection._socket.destroy();
    await new Promise<void>((resolve) => listening.close(() => resolve()));
  };

  await up();
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    arrived: (count) =>
      mails.length >= count ? Promise.resolve(mails) : new Promise((resolve) => waiting.push({ count, resolve })),
    refuse: (where, code) => {
      refusals[where] = code;
    },
    cutAfterNext: () => {
      cut = true;
    },
    down,
    up,
    close: down,
  };
}
