/** A settings page's list of deeds that ask first: what each is for, its verb, and a question before it is done. */
import { type ReactNode, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useCommandCache } from '../shell/commands.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { toasts } from '../ui/toasts.ts';
import styles from './Actions.module.css';
import { Section } from './SettingsPage.tsx';

export interface Action {
  title: string;
  hint: string;
  verb: string;
  /** What the question says. */
  warning: string;
  run: () => Promise<unknown>;
  done: string;
}

interface ActionsProps {
  title: string;
  actions: readonly Action[];
  /** What is asked for anew once one is done. */
  stale: readonly Parameters<ReturnType<typeof useCommandCache>['stale']>[0][];
  /** Further rows. */
  children?: ReactNode;
}

export function Actions({ title, actions, stale, children }: ActionsProps) {
  return (
    <Section title={title}>
      <ul className={styles.actions}>
        {actions.map((action) => (
          <Row key={action.verb} action={action} stale={stale} />
        ))}
        {children}
      </ul>
    </Section>
  );
}

function Row({ action, stale }: { action: Action; stale: ActionsProps['stale'] }) {
  const cache = useCommandCache();
  const [asking, setAsking] = useState(false);
  const { title, hint, verb, warning, run, done } = action;
  const confirm = async () => {
    try {
      await run();
    } catch (error) {
      throw new Error(failureWords(error));
    }
    toasts.show(done);
    await Promise.all(stale.map((name) => cache.stale(name)));
  };
  return (
    <ActionRow title={title} hint={hint}>
      <Button onClick={() => setAsking(true)}>{verb}</Button>
      <ConfirmDialog open={asking} title={`${verb}?`} verb={verb} onConfirm={confirm} onClose={() => setAsking(false)}>
        {warning}
      </ConfirmDialog>
    </ActionRow>
  );
}

export function ActionRow({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <li className={styles.action}>
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        <p className={styles.hint}>{hint}</p>
      </div>
      {children}
    </li>
  );
}
