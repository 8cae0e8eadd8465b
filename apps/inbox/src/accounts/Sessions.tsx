/** Where one is signed in: each browser with its device, and ending one or all others. */
import type { Session } from '@parley/protocol';
import { Monitor, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Section } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { useNow } from '../ui/now.ts';
import { fullTime, listTime, span } from '../ui/times.ts';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { failureWords } from './http.ts';
import styles from './Sessions.module.css';
import { useAgent } from './use-session.ts';

/** A session renews its token within 10 minutes: until then nobody can know better. */
const ACTIVE_MS = 10 * 60_000;
const HANDHELD = /^(iOS|iPadOS|Android)$/;

const nameOf = ({ browser, system }: Session): string =>
  [browser ?? 'Unknown browser', system].filter(Boolean).join(' on ');

export function Sessions() {
  const query = useCommand('list_sessions', {});
  const cache = useCommandCache();
  const agent = useAgent();
  const [asking, setAsking] = useState(false);
  const endOthers = async () => {
    try {
      const { ended } = await agent.call('revoke_other_sessions', {});
      toasts.show(ended === 1 ? 'One other session was ended.' : `${ended} other sessions were ended.`);
    } catch (error) {
      throw new Error(failureWords(error));
    }
    await cache.stale('list_sessions');
  };
  return (
    <Section
      title="Where you are signed in"
      hint="End what you do not know or no longer use, then choose a new password."
    >
      <Loaded query={query} what="Your sessions">
        {({ sessions }) => (
          <>
            <ul className={styles.sessions} aria-label="Sessions">
              {sessions.map((session) => (
                <Row key={session.id} session={session} />
              ))}
            </ul>
            {sessions.length > 1 ? (
              <div>
                <Button onClick={() => setAsking(true)}>Sign out everywhere else</Button>
              </div>
            ) : null}
          </>
        )}
      </Loaded>
      <ConfirmDialog
        open={asking}
        title="Sign out everywhere else?"
        verb="Sign out everywhere else"
        onConfirm={endOthers}
        onClose={() => setAsking(false)}
      >
        All your other browsers are signed out within seconds.
      </ConfirmDialog>
    </Section>
  );
}

function Row({ session }: { session: Session }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const now = useNow();
  const name = nameOf(session);
  const { busy, failure, onSubmit } = useSubmit(async () => {
    await agent.call('revoke_session', { session: session.id });
    toasts.show(`${name} was signed out.`);
    await cache.stale('list_sessions');
  });
  const Icon = HANDHELD.test(session.system ?? '') ? Smartphone : Monitor;
  const active = now - Date.parse(session.last_seen) < ACTIVE_MS;
  return (
    <li className={styles.session}>
      <Icon className={styles.icon} aria-hidden="true" />
      <div className={styles.what}>
        <p className={styles.name}>{name}</p>
        <p className={styles.when}>
          {session.site_name} · {active ? 'active now' : `last seen ${span(session.last_seen, now)} ago`} ·{' '}
          <time dateTime={session.created} title={fullTime(session.created)}>
            since {listTime(session.created, now)}
          </time>
        </p>
        {failure ? <p className={styles.failure}>{failureWords(failure)}</p> : null}
      </div>
      {session.current ? (
        <Chip tone="green">This browser</Chip>
      ) : (
        <form onSubmit={onSubmit}>
          <Button type="submit" size="small" busy={busy} aria-label={`Sign out ${name}`}>
            Sign out
          </Button>
        </form>
      )}
    </li>
  );
}
