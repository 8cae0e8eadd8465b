/** What the operator reads when everything runs: addresses, logins, the tag, and where the data lies. */
import type { Config } from './config.ts';

export interface Ready {
  readonly config: Config;
  readonly demoUrl: string | null;
  readonly setupLink: string | null;
  /** Where Postgres keeps its files; null: elsewhere, by DATABASE_URL. */
  readonly postgresDir: string | null;
}

export function readyText({ config, demoUrl, setupLink, postgresDir }: Ready): string {
  const lines = ['', '  Parley is ready.', ''];
  const line = (name: string, value: string) => lines.push(`  ${name.padEnd(9)} ${value}`);
  if (demoUrl) line('Site', `${demoUrl}   a shop on another origin, with the widget in its corner`);
  line('Inbox', `${config.publicUrl}/`);
  if (config.demo) {
    line('', 'ada@parley.test (admin) or ben@parley.test (agent), password parley-demo-1234');
    line('Tag', `<script async src="${config.publicUrl}/w/acme.js"></script>`);
  }
  if (setupLink) {
    line('Set up', setupLink);
    line('', 'Open this link once to create the owner. It is good for a day; a restart prints a new one.');
  }
  line(
    'Bot',
    config.openai ? `model ${config.openai.model}` : 'answers from the knowledge base (set OPENAI_API_KEY for a model)',
  );
  line('Mail', config.smtpUrl ? 'by SMTP' : `as files in ${config.dataDir}/mail (set SMTP_URL to send them)`);
  line(
    'Data',
    postgresDir
      ? `${config.dataDir}${postgresDir.startsWith(config.dataDir) ? '' : `, Postgres in ${postgresDir}`}`
      : 'in the database of DATABASE_URL',
  );
  return `${lines.join('\n')}\n\n  Stop with Ctrl-C.\n`;
}
