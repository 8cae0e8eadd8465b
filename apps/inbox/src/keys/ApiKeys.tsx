/** The site's API keys: making one, which is shown once, seeing which are in use, and revoking. */

import type { ApiKey } from '@parley/protocol';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useMay } from '../accounts/use-session.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useNow } from '../ui/now.ts';
import { fullTime, listTime, span } from '../ui/times.ts';
import { toasts } from '../ui/toasts.ts';
import styles from './ApiKeys.module.css';
import { NewKey } from './NewKey.tsx';
import { SCOPE_WORDS } from './scope-words.ts';

export function ApiKeys() {
  const may = useMay('manage_keys');
  return (
    <SettingsPage
      needs="manage_keys"
      title="API keys"
      lead={
        <>
          A key lets a program of yours read and write here, without anybody’s password. What it can ask for stands in{' '}
          <a className={styles.docs} href="/docs">
            the API’s pages
          </a>
          .
        </>
      }
    >
      {may ? (
        <>
          <KeyList />
          <NewKey />
        </>
      ) : null}
    </SettingsPage>
  );
}

function KeyList() {
  const query = useCommand('list_api_keys', {});
  return (
    <Loaded query={query} what="The keys">
      {({ keys }) =>
        keys.length === 0 ? (
          <EmptyState icon={<KeyRound />} title="No program has a key yet">
            Make one below, for example for a script that tells visitors where their parcel is.
          </EmptyState>
        ) : (
          <ul className={styles.keys} aria-label="API keys">
            {keys.map((key) => (
              <Row key={key.id} apiKey={key} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function Row({ apiKey }: { apiKey: ApiKey }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const { name, prefix, scopes, created, created_by, last_used, expires } = apiKey;
  const revoke = async () => {
    try {
      await agent.call('revoke_api_key', { key: apiKey.id });
    } catch (error) {
      throw new Error(failureWords(error));
    }
    toasts.show(`The key ${name} was revoked.`);
    await cache.stale('list_api_keys');
  };
  const expired = expires !== null && Date.parse(expires) <= now;
  return (
    <li className={styles.key}>
      <div className={styles.what}>
        <p className={styles.name}>
          {name} <code className={styles.prefix}>{prefix}…</code>
        </p>
        <p className={styles.when}>
          {last_used ? `used ${ago(last_used, now)}` : 'never used'} ·{' '}
          <time dateTime={created} title={fullTime(created)}>
            made {listTime(created, now)}
          </time>
          {created_by ? ` by ${created_by}` : ''} ·{' '}
          {expires ? (
            <time dateTime={expires}>
              {expired ? 'expired' : 'expires'} {fullTime(expires)}
            </time>
          ) : (
            'does not expire'
          )}
        </p>
        <ul className={styles.scopes} aria-label={`What ${name} may do`}>
          {scopes.map((scope) => (
            <li key={scope}>
              <Chip>{SCOPE_WORDS[scope]}</Chip>
            </li>
          ))}
        </ul>
      </div>
      {expired ? <Chip tone="amber">Expired</Chip> : null}
      <Button size="small" aria-label={`Revoke ${name}`} onClick={() => setAsking(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Revoke ${name}?`}
        verb="Revoke the key"
        onConfirm={revoke}
        onClose={() => setAsking(false)}
      >
        Programs that use it are refused at once. This cannot be undone; a new key is another one.
      </ConfirmDialog>
    </li>
  );
}

function ago(iso: string, now: number): string {
  const passed = span(iso, now);
  return passed === 'now' ? 'just now' : `${passed} ago`;
}
