/** The site's labels: which there are, on how many conversations, and making, changing and deleting them. */
import type { Label } from '@parley/protocol';
import { Bot, Plus, Tag } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useAgent, useMay } from '../accounts/use-session.ts';
import { useHasModel } from '../assist/use-has-model.ts';
import { NamedRow, NamedRows } from '../sites/NamedRows.tsx';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { LOCALE } from '../ui/locale.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { LabelEditor } from './LabelEditor.tsx';
import { LabelName } from './LabelName.tsx';
import styles from './Labels.module.css';
import { useLabels } from './use-labels.ts';

/** protocol `MOST_LABELLED`. */
const MOST_COUNTED = 1_000;
const number = new Intl.NumberFormat(LOCALE);

export function Labels() {
  const agent = useAgent();
  const may = useMay('manage_labels');
  const labels = useLabels();
  // Null: a new one.
  const [edited, setEdited] = useState<Label | null | undefined>();
  // How many bear each is told by no event.
  useEffect(() => void agent.fetchLabels(), [agent]);
  const make = (
    <Button variant="primary" onClick={() => setEdited(null)}>
      <Plus aria-hidden="true" /> New label
    </Button>
  );
  return (
    <SettingsPage
      needs="manage_labels"
      title="Labels"
      lead="Words of your own for what conversations are about. Your team puts them on and finds by them; visitors never see them."
      action={may && labels?.length ? make : null}
    >
      {labels === null ? (
        <SkeletonRows count={3} />
      ) : labels.length === 0 ? (
        <EmptyState icon={<Tag />} title="There are no labels yet" action={may ? make : null}>
          Make one for each thing that your conversations are about, such as Delivery, Returns or Complaint. Press l in
          a conversation to put some on.
        </EmptyState>
      ) : (
        <NamedRows label="Labels">
          {labels.map((label) => (
            <Row key={label.id} label={label} onEdit={() => setEdited(label)} />
          ))}
        </NamedRows>
      )}
      {edited === undefined ? null : <LabelEditor label={edited} onClose={() => setEdited(undefined)} />}
    </SettingsPage>
  );
}

function Row({ label, onEdit }: { label: Label; onEdit: () => void }) {
  const agent = useAgent();
  const may = useMay('manage_labels');
  const { id, name, color, description, auto, rooms } = label;
  const byBot = useHasModel() && auto;
  return (
    <NamedRow
      kind="label"
      name={name}
      title={<LabelName color={color} name={name} />}
      about={description && <span className={styles.description}>{description}</span>}
      may={may}
      onEdit={onEdit}
      warning={
        rooms === 0
          ? 'No conversation bears it.'
          : `It is taken off ${countWords(rooms)}, which cannot be undone. The conversations stay.`
      }
      onAsk={() => void agent.fetchLabels()}
      onDelete={async () => {
        await agent.call('delete_label', { label: id });
        await agent.fetchLabels();
      }}
    >
      {byBot ? <Chip icon={<Bot aria-hidden="true" />}>Put on by the bot too</Chip> : null}
      <span className={styles.count}>{countWords(rooms)}</span>
    </NamedRow>
  );
}

const countWords = (rooms: number): string => {
  if (rooms === 1) return '1 conversation';
  return `${number.format(rooms)}${rooms >= MOST_COUNTED ? ' or more' : ''} conversations`;
};
