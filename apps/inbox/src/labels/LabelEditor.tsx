/** Making a label, or changing what it is called, its colour and when it applies. */
import type { Label, LabelColor } from '@parley/protocol';
import { useState } from 'react';
import { useAgent } from '../accounts/use-session.ts';
import { useHasModel } from '../assist/use-has-model.ts';
import { DialogForm } from '../sites/DialogForm.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Switch, TextArea, TextField } from '../ui/Field.tsx';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { LabelDot } from './LabelName.tsx';
import styles from './Labels.module.css';
import { COLOR_NAMES, useLabels } from './use-labels.ts';

const COLORS = Object.keys(COLOR_NAMES) as LabelColor[];

export function LabelEditor({ label, onClose }: { /** Null: a new one. */ label: Label | null; onClose: () => void }) {
  const agent = useAgent();
  const labels = useLabels() ?? [];
  const [name, setName] = useState(label?.name ?? '');
  const [description, setDescription] = useState(label?.description ?? '');
  const [auto, setAuto] = useState(label?.auto ?? false);
  const hasModel = useHasModel();
  // A new one is told from the others at a glance, as long as there are colours.
  const [color, setColor] = useState<LabelColor>(
    () => label?.color ?? COLORS.findLast((each) => !labels.some((other) => other.color === each)) ?? 'blue',
  );
  const submission = useSubmit(async () => {
    const when = description.trim();
    const wanted = { name: name.trim(), color, description: when, auto: auto && when !== '' };
    if (label) await agent.call('update_label', { label: label.id, ...wanted });
    else await agent.call('create_label', wanted);
    await agent.fetchLabels();
    toasts.show(label ? `The label ${wanted.name} was changed.` : `The label ${wanted.name} is ready.`);
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={label ? `Change ${label.name}` : 'New label'} width="medium">
      <DialogForm submission={submission} verb={label ? 'Save' : 'Make the label'} onClose={onClose}>
        <TextField
          label="Name"
          required
          maxLength={40}
          autoComplete="off"
          startHere={!label}
          error={submission.fields.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <fieldset className={styles.colors}>
          <legend>Colour</legend>
          {COLORS.map((each) => (
            <label key={each} className={styles.color}>
              <input type="radio" name="color" checked={color === each} onChange={() => setColor(each)} />
              <LabelDot color={each} />
              {COLOR_NAMES[each]}
            </label>
          ))}
        </fieldset>
        <TextArea
          label="When it applies (optional)"
          rows={2}
          maxLength={300}
          hint={`A sentence for colleagues${hasModel ? ' and the bot' : ''}, such as “Sending something back, exchanges and refunds”.`}
          error={submission.fields.description}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        {hasModel ? (
          <Switch
            label="The bot puts it on by itself"
            hint={
              description.trim() === ''
                ? 'For that it has to know when the label applies.'
                : 'When a conversation is passed on or closed, where the sentence above fits. It costs a call of the model each time, within the limits under Bot, Costs. What you take off stays off.'
            }
            checked={auto && description.trim() !== ''}
            disabled={description.trim() === ''}
            onChange={setAuto}
          />
        ) : null}
      </DialogForm>
    </Dialog>
  );
}
