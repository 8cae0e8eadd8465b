/** The pieces of a settings page: its head, its sections, the foot that saves, and the reason when one may only look. */
import type { ReactNode } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useIsAdmin } from '../accounts/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Notice } from '../ui/Notice.tsx';
import type { Submission } from '../ui/use-submit.ts';
import styles from './SettingsPage.module.css';

export function SettingsPage({
  title,
  lead,
  action,
  beside,
  adminOnly = true,
  children,
}: {
  title: string;
  lead: ReactNode;
  action?: ReactNode;
  /** A preview that stays in sight beside the form. */
  beside?: ReactNode;
  adminOnly?: boolean;
  children: ReactNode;
}) {
  const admin = useIsAdmin();
  return (
    <div className={classNames(styles.page, beside ? styles.wide : null)}>
      <header className={styles.head}>
        <div>
          <h2 className={styles.title}>{title}</h2>
          <p className={styles.lead}>{lead}</p>
        </div>
        {action}
      </header>
      {adminOnly && !admin ? (
        <Notice tone="neutral">You can look at this. Only owners and admins can change it: ask one of them.</Notice>
      ) : null}
      <div className={styles.columns}>
        <div className={styles.content}>{children}</div>
        {beside ? <div className={styles.beside}>{beside}</div> : null}
      </div>
    </div>
  );
}

export function Section({ title, hint, children }: { title?: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section}>
      {title ? <h3 className={styles.sectionTitle}>{title}</h3> : null}
      {hint ? <p className={styles.hint}>{hint}</p> : null}
      {children}
    </section>
  );
}

/** A form of settings: disabled for agents, saved on demand, its failure told beside the button. */
export function SettingsForm({
  submission,
  dirty,
  onDiscard,
  children,
}: {
  submission: Submission;
  dirty: boolean;
  onDiscard: () => void;
  children: ReactNode;
}) {
  const admin = useIsAdmin();
  const { busy, failure, fields, onSubmit } = submission;
  const told =
    failure && Object.keys(fields).length > 0
      ? 'Some fields need another look.'
      : failure
        ? failureWords(failure)
        : null;
  return (
    <form onSubmit={onSubmit} className={styles.form} noValidate={false}>
      <fieldset disabled={!admin} className={styles.fields}>
        {children}
      </fieldset>
      {told ? <Notice tone="red">{told}</Notice> : null}
      {admin ? (
        <div className={styles.foot}>
          <Button
            type="submit"
            variant="primary"
            busy={busy}
            blocked={dirty ? undefined : 'Nothing was changed'}
            data-tip-side="top"
          >
            Save
          </Button>
          {dirty ? (
            <Button variant="quiet" onClick={onDiscard}>
              Discard the changes
            </Button>
          ) : null}
        </div>
      ) : null}
    </form>
  );
}
