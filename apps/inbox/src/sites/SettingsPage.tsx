/** The pieces of a settings page: its head, its sections, the foot that saves, and the reason when one may only look. */
import type { Permission } from '@parley/protocol';
import { createContext, type ReactNode, useContext } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useMay } from '../accounts/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Notice } from '../ui/Notice.tsx';
import type { Submission } from '../ui/use-submit.ts';
import styles from './SettingsPage.module.css';

/** What changing this page needs: its forms are closed to others. */
const Needed = createContext<Permission>('manage_site');

export function SettingsPage({
  title,
  lead,
  action,
  beside,
  needs = 'manage_site',
  children,
}: {
  title: string;
  lead: ReactNode;
  action?: ReactNode;
  /** A preview that stays in sight beside the form. */
  beside?: ReactNode;
  /** Null: everybody may change it. */
  needs?: Permission | null;
  children: ReactNode;
}) {
  const may = useMay(needs ?? 'manage_site');
  return (
    <div className={classNames(styles.page, beside ? styles.wide : null)}>
      <header className={styles.head}>
        <div>
          <h2 className={styles.title}>{title}</h2>
          <p className={styles.lead}>{lead}</p>
        </div>
        {action}
      </header>
      {needs && !may ? (
        <Notice tone="neutral">You can look at this. Only owners and admins can change it: ask one of them.</Notice>
      ) : null}
      <div className={styles.columns}>
        <div className={styles.content}>
          <Needed value={needs ?? 'manage_site'}>{children}</Needed>
        </div>
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

/** A form of settings: closed to those who may not change it, saved on demand, its failure told beside the button. */
export function SettingsForm({
  submission,
  dirty,
  onDiscard,
  verb = 'Save',
  children,
}: {
  submission: Submission;
  dirty: boolean;
  onDiscard: () => void;
  verb?: string;
  children: ReactNode;
}) {
  const may = useMay(useContext(Needed));
  const { busy, failure, fields, onSubmit } = submission;
  const told =
    failure && Object.keys(fields).length > 0
      ? 'Some fields need another look.'
      : failure
        ? failureWords(failure)
        : null;
  return (
    <form onSubmit={onSubmit} className={styles.form} noValidate={false}>
      <fieldset disabled={!may} className={styles.fields}>
        {children}
      </fieldset>
      {told ? <Notice tone="red">{told}</Notice> : null}
      {may ? (
        <div className={styles.foot}>
          <Button
            type="submit"
            variant="primary"
            busy={busy}
            blocked={dirty ? undefined : 'Nothing was changed'}
            data-tip-side="top"
          >
            {verb}
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
