/**
 * The only file that touches nodemailer: hands one mail to the SMTP server of the config or, without one, writes it as
 * an .eml file that any mail program opens.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nodemailer, { type NodemailerError } from 'nodemailer';
import addressparser from 'nodemailer/lib/addressparser';
import { maskAddress } from '../accounts/email-address.ts';
import type { Core } from '../core/core.ts';
import { hashToken } from '../core/tokens.ts';
import { headerText, type Mail, MailFailure } from './mail.ts';

/** Milliseconds. Together less than the lease of a mail that is being sent. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

interface Sender {
  readonly name: string;
  readonly address: string;
}
const senderOf = (core: Core): Sender => addressparser(core.config.mailFrom, { flatten: true })[0] as Sender;

/** The part of our Message-IDs after the @. */
export const mailDomain = (core: Core): string => senderOf(core).address.split('@')[1] as string;

/** Resolves when the server has taken the mail (or the file is written). Throws MailFailure, with no address in its words. */
export async function deliver(core: Core, mail: Mail): Promise<void> {
  const message = compose(core, mail);
  const { smtpUrl } = core.config;
  if (smtpUrl === null) {
    writeFile(core, mail, await rendered(message));
    return;
  }
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    ...TIMEOUTS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail(message);
    core.log.info({ to: maskAddress(mail.to), message: mail.messageId.split('@')[0] }, 'mail sent');
  } catch (error) {
    throw failureOf(error as NodemailerError & { responseCode?: number; command?: string; syscall?: string });
  } finally {
    transport.close();
  }
}

/** Connects, greets, turns TLS on and signs in as for a mail, and leaves. Throws MailFailure, with no address in its words. */
export async function probeSmtp(url: string): Promise<void> {
  const transport = nodemailer.createTransport({ url, ...TIMEOUTS });
  try {
    await transport.verify();
  } catch (error) {
    throw failureOf(error as NodemailerError);
  } finally {
    transport.close();
  }
}

const bracketed = (id: string): string => `<${id}>`;

function compose(core: Core, mail: Mail) {
  const sender = senderOf(core);
  const last = mail.thread.at(-1);
  return {
    from: { name: headerText(mail.fromName ?? sender.name, 100), address: sender.address },
    // As an object: an address is never parsed for names, lists or groups.
    to: { name: '', address: mail.to },
    subject: headerText(mail.subject, 150),
    text: mail.text,
    html: mail.html,
    messageId: bracketed(mail.messageId),
    date: new Date(core.now()),
    ...(last !== undefined && { inReplyTo: bracketed(last), references: mail.thread.map(bracketed) }),
    headers: {
      // RFC 3834: no out-of-office answer is wanted for what a program sends.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
  };
}

/** The stages are told apart by what the server answered: an answer means that it did not take the mail. */
function failureOf(
  error: NodemailerError & { responseCode?: number; command?: string; syscall?: string },
): MailFailure {
  const { responseCode, command, code } = error;
  const words = headerText(error.message, 300).replace(/[^\s<>"']+@[^\s<>"']+/g, (address) => maskAddress(address));
  // A 5xx to our own login or sender address is a mistake in the config: the mail waits until it is mended.
  const final = responseCode !== undefined && responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
  if (final) return new MailFailure('refused', words);
  const before = ['EDNS', 'EAUTH', 'ENOAUTH', 'ETLS', 'EENVELOPE', 'EPROXY', 'ECONFIG'].includes(code ?? '');
  const unreachable = error.syscall === 'connect' || error.syscall === 'getaddrinfo';
  return new MailFailure(responseCode || before || unreachable ? 'not_sent' : 'in_doubt', words);
}

async function rendered(message: ReturnType<typeof compose>): Promise<Buffer> {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true });
  return (await transport.sendMail(message)).message as Buffer;
}

/** Named after the Message-ID: the same mail written twice is one file. */
function writeFile(core: Core, mail: Mail, content: Buffer): void {
  const folder = join(core.config.dataDir, 'mail');
  const day = new Date(core.now()).toISOString().slice(0, 10);
  const name = `${day}-${hashToken(mail.messageId).toString('hex').slice(0, 12)}.eml`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, `${name}.part`), content, { mode: 0o600 });
    renameSync(join(folder, `${name}.part`), join(folder, name));
  } catch (error) {
    throw new MailFailure('not_sent', (error as Error).message);
  }
  core.log.info({ file: join('mail', name), to: maskAddress(mail.to) }, 'mail written (no SMTP_URL)');
}
