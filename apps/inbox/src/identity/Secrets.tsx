/** The site's secrets: made and shown once, exchanged with a day in which both count, ended by hand. */
import type { IdentitySecret } from '@parley/protocol';
import { KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { useCommandCache } from '../shell/commands.ts';
import { Section } from '../sites/SettingsPage.tsx';
import { Button, IconButton } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useNow } from '../ui/now.ts';
import { fullTime, span } from '../ui/times.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './IdentitySettings.module.css';

export function Secrets({ secrets }: { secrets: readonly IdentitySecret[] }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const [made, setMade] = useState<string>();
  const [ending, setEnding] = useState<IdentitySecret>();
  const { busy, failure, onSubmit } = useSubmit(async () => {
    const { secret, secrets } = await agent.call('create_identity_secret', {});
    setMade(secret);
    cache.put('list_identity_secrets', {}, { secrets });
  });
  const end = async (secret: string) => {
    try {
      cache.put('list_identity_secrets', {}, await agent.call('delete_identity_secret', { secret }));
    } catch (error) {
      throw new Error(failureWords(error), { cause: error });
    }
    setMade(undefined);
  };
  return (
    <Section
      title="The secret"
      hint="Your server signs with it. Whoever has it can speak as any of your users: keep it out of pages and repositories."
    >
      {made ? (
        <Notice tone="green">
          <p>Copy it now: it is not shown again.</p>
          <div className={styles.code}>
            <pre aria-label="The new secret" className={styles.wrapped}>
              {made}
            </pre>
            <CopyButton text={made} variant="primary">
              Copy the secret
            </CopyButton>
          </div>
        </Notice>
      ) : null}
      {secrets.length > 0 ? (
        <ul className={styles.secrets} aria-label="Secrets">
          {secrets.map((secret) => (
            <Row key={secret.id} secret={secret} onEnd={() => setEnding(secret)} />
          ))}
        </ul>
      ) : (
        <Notice tone="neutral">There is no secret yet. Without one every visitor is anonymous, as until now.</Notice>
      )}
      {failure ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
      <form onSubmit={onSubmit} className={styles.form}>
        <Button type="submit" busy={busy} variant={secrets.length === 0 ? 'primary' : 'secondary'}>
          <KeyRound aria-hidden="true" /> {secrets.length === 0 ? 'Make a secret' : 'Make a new one'}
        </Button>
        {secrets.length > 0 ? (
          <p className={styles.note}>The present one then goes on for a day, so that your servers can change over.</p>
        ) : null}
      </form>
      <ConfirmDialog
        open={ending !== undefined}
        title="End this secret?"
        verb="End the secret"
        onConfirm={() => end(ending?.id ?? '')}
        onClose={() => setEnding(undefined)}
      >
        What was signed with it counts for nothing from now on. Your users go on as anonymous visitors until your server
        signs with another one.
      </ConfirmDialog>
    </Section>
  );
}

function Row({ secret, onEnd }: { secret: IdentitySecret; onEnd: () => void }) {
  const now = useNow();
  const { hint, created, last_used, ends } = secret;
  return (
    <li className={styles.secret}>
      <div className={styles.about}>
        <code>
          <span className="visually-hidden">ends in</span>
          <span aria-hidden="true">…</span>
          {hint}
        </code>
        <p>
          Made <time dateTime={created}>{fullTime(created)}</time>,{' '}
          {last_used ? `last used ${ago(last_used, now)}` : 'not used yet'}
        </p>
      </div>
      {ends ? <Chip tone="amber">Ends {fullTime(ends)}</Chip> : <Chip tone="green">In force</Chip>}
      <IconButton label={`End the secret …${hint}`} tipSide="left" onClick={onEnd}>
        <Trash2 aria-hidden="true" />
      </IconButton>
    </li>
  );
}

const ago = (iso: string, now: number): string => {
  const passed = span(iso, now);
  return passed === 'now' ? 'just now' : `${passed} ago`;
};
