/** Shows what changes for visitors before it does, and asks for a word on why. */
import { CallError } from '@parley/client';
import type { BotChoices } from '@parley/protocol';
import { useState } from 'react';
import { useMay } from '../accounts/use-session.ts';
import { DialogForm } from '../sites/DialogForm.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/Field.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { Difference } from './Difference.tsx';
import styles from './PublishDialog.module.css';

export function PublishDialog({
  title,
  before,
  after,
  verb,
  onPublish,
  onClose,
}: {
  title: string;
  before: BotChoices;
  after: BotChoices;
  verb: string;
  /** `inSpite`: an owner's reason to publish what was marked as a regression. */
  onPublish: (note: string, inSpite: string | undefined) => Promise<void>;
  onClose: () => void;
}) {
  const [note, setNote] = useState('');
  const [inSpite, setInSpite] = useState('');
  const mayOverride = useMay('override_regressions');
  const submission = useSubmit(async () => {
    await onPublish(note.trim(), inSpite.trim() || undefined);
    onClose();
  });
  const { failure } = submission;
  return (
    <Dialog open onClose={onClose} title={title} width="medium">
      {/* Fields that were refused are those of the settings: they stand elsewhere. */}
      <DialogForm submission={{ ...submission, fields: {} }} verb={verb} onClose={onClose}>
        {/* It may be longer than the window: the keyboard scrolls it. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <section className={styles.difference} aria-label="What changes" tabIndex={0}>
          <Difference before={before} after={after} />
        </section>
        <TextField
          label="Why (for the list of versions)"
          maxLength={200}
          value={note}
          startHere
          autoComplete="off"
          onChange={(event) => setNote(event.target.value)}
        />
        {mayOverride && failure instanceof CallError && failure.code === 'regressions_open' ? (
          <TextField
            label="Publish all the same, because"
            hint="It stands in the list of versions, and the audit log says that you did."
            required
            maxLength={200}
            value={inSpite}
            autoComplete="off"
            onChange={(event) => setInSpite(event.target.value)}
          />
        ) : null}
      </DialogForm>
    </Dialog>
  );
}
