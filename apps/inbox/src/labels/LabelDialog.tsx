/** The labels of a conversation to choose from: typed for, and put on or taken off with Enter. Loaded when first opened. */
import { Combobox } from '@base-ui/react/combobox';
import type { AgentRoom, Label } from '@parley/protocol';
import { Link } from '@tanstack/react-router';
import { Check, Search, Tag } from 'lucide-react';
import { useRef, useState } from 'react';
import { useMay } from '../accounts/use-session.ts';
import styles from '../ui/Choices.module.css';
import { Dialog } from '../ui/Dialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Notice } from '../ui/Notice.tsx';
import own from './LabelDialog.module.css';
import { LabelName } from './LabelName.tsx';
import { useLabelRoom } from './use-label-room.ts';
import { useBorne, useLabels } from './use-labels.ts';

interface LabelDialogProps {
  room: AgentRoom;
  onClose: () => void;
}

/** What one has that the other has not. */
const without = (labels: readonly Label[], others: readonly Label[]) =>
  labels.filter(({ id }) => !others.some((other) => other.id === id));

export function LabelDialog({ room, onClose }: LabelDialogProps) {
  const labels = useLabels();
  const borne = useBorne(room);
  const { change, tell } = useLabelRoom(room.room);
  const [failure, setFailure] = useState<string | null>(null);
  // As it was when the window opened: what was done in it is told, and undone, as one deed.
  const before = useRef(borne);
  const choose = (wanted: Label[]) => {
    setFailure(null);
    change({ add: without(wanted, borne), remove: without(borne, wanted) }).catch((error: Error) =>
      setFailure(error.message),
    );
  };
  const close = () => {
    tell({ add: without(borne, before.current), remove: without(before.current, borne) });
    onClose();
  };
  return (
    <Dialog open onClose={close} title="Labels" bare high width="medium">
      {labels?.length === 0 ? (
        <NoLabels />
      ) : (
        <Combobox.Root
          multiple
          inline
          open
          items={labels ?? []}
          value={[...borne] as Label[]}
          isItemEqualToValue={(a: Label, b: Label) => a.id === b.id}
          itemToStringLabel={({ name }: Label) => name}
          onValueChange={(wanted: Label[], { reason }) => {
            // Esc and the erasing key are for the window and the words.
            if (reason === 'item-press') choose(wanted);
          }}
          autoHighlight
        >
          <div className={styles.input}>
            <Search aria-hidden="true" />
            <Combobox.Input aria-label="Labels" placeholder="What is it about?" />
          </div>
          <Combobox.Empty className={styles.empty}>{labels ? 'No label by these words.' : null}</Combobox.Empty>
          <Combobox.List className={styles.list} aria-label="Labels">
            {(label: Label) => (
              <Combobox.Item key={label.id} value={label} className={styles.item}>
                <span className={own.mark}>
                  <Combobox.ItemIndicator>
                    <Check aria-hidden="true" />
                  </Combobox.ItemIndicator>
                </span>
                <LabelName color={label.color} name={label.name} />
                {label.description ? <span className={own.hint}>{label.description}</span> : null}
              </Combobox.Item>
            )}
          </Combobox.List>
        </Combobox.Root>
      )}
      {failure ? (
        <div className={own.problem}>
          <Notice tone="red">{failure}</Notice>
        </div>
      ) : null}
    </Dialog>
  );
}

function NoLabels() {
  const may = useMay('manage_labels');
  return (
    <EmptyState icon={<Tag />} title="There are no labels yet">
      {may ? (
        <>
          Make the first under{' '}
          <Link to="/settings/labels" className={own.link}>
            Settings, Labels
          </Link>
          : one for each thing that your conversations are about.
        </>
      ) : (
        'Whoever manages the site makes them under Settings, Labels. Ask for those that you miss.'
      )}
    </EmptyState>
  );
}
