/**
 * The pages behind mailed links: what the link would do, and one button that does it. Opening the page uses nothing up, so
 * programs that look into mails cannot.
 */
import { CallError } from '@parley/client';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTitle } from '../shell/use-title.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './AccountPage.module.css';
import { AccountPage } from './AccountPage.tsx';
import { failureWords } from './http.ts';
import { useLinkToken } from './link-token.ts';

export function LinkPage({
  title,
  lead,
  verb,
  danger = false,
  deed,
}: {
  title: string;
  lead: string;
  verb: string;
  danger?: boolean;
  /** Resolves with what is to be said then. */
  deed: (token: string) => Promise<ReactNode>;
}) {
  const token = useLinkToken();
  const [done, setDone] = useState<ReactNode>(null);
  useTitle(title);
  const { busy, failure, fields, onSubmit } = useSubmit(async () => setDone(await deed(token ?? '')));
  const expired = !token || (failure instanceof CallError && failure.code === 'link_expired');
  return (
    <AccountPage
      title={title}
      foot={
        <Link to="/" className={styles.link}>
          To the inbox
        </Link>
      }
    >
      {done ? (
        <Notice tone="green">{done}</Notice>
      ) : expired ? (
        <Notice tone="red">This link has expired or was used already.</Notice>
      ) : (
        <form className={styles.form} onSubmit={onSubmit}>
          <p className={styles.lead}>{lead}</p>
          {failure ? (
            <Notice tone="red">{fields.email ? `The address ${fields.email}.` : failureWords(failure)}</Notice>
          ) : null}
          <Button type="submit" variant={danger ? 'danger' : 'primary'} busy={busy}>
            {verb}
          </Button>
        </form>
      )}
    </AccountPage>
  );
}
