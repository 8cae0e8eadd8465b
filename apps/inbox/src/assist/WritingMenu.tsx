/** What the model can do with one's own words before they are sent, and for those that are not there yet. Not there without a model. */
import type { AgentRoom, Rewriting } from '@parley/protocol';
import { Languages, Minimize2, NotebookPen, Smile, SpellCheck, WandSparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import { languageName } from '../rooms/names.ts';
import { useKeys } from '../shell/keyboard.tsx';
import { KEYS } from '../shell/keys.ts';
import { Queries } from '../shell/Queries.tsx';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { useHasModel } from './use-has-model.ts';
import styles from './WritingMenu.module.css';

export interface WritingMenuProps {
  room: AgentRoom;
  empty: boolean;
  busy: boolean;
  onRewrite: (how: Rewriting) => void;
  onDraft: () => void;
}

export function WritingMenu(props: WritingMenuProps) {
  return (
    <Queries>
      <Entries {...props} />
    </Queries>
  );
}

function Entries({ room, empty, busy, onRewrite, onDraft }: WritingMenuProps) {
  const hasModel = useHasModel();
  useKeys({ draft: hasModel && empty && !busy ? onDraft : undefined });
  if (!hasModel) return null;
  if (busy)
    return (
      <output className={styles.busy}>
        <Spinner />
        <span className="visually-hidden">{empty ? 'Drafting…' : 'Rewriting…'}</span>
      </output>
    );
  const { language } = room.contact;
  const entry = (how: Rewriting, label: string, icon: ReactNode) =>
    ({ kind: 'action', label, icon, onSelect: () => onRewrite(how) }) satisfies MenuItem;
  const items: MenuItem[] = empty
    ? [
        {
          kind: 'action',
          label: KEYS.draft.label,
          icon: <NotebookPen aria-hidden="true" />,
          shortcut: KEYS.draft.keys[0],
          onSelect: onDraft,
        },
        { kind: 'words', content: 'What you write can be corrected, shortened or translated here.' },
      ]
    : [
        entry('correct', 'Correct spelling', <SpellCheck aria-hidden="true" />),
        entry('shorter', 'Make it shorter', <Minimize2 aria-hidden="true" />),
        entry('friendlier', 'Make it friendlier', <Smile aria-hidden="true" />),
        ...(language
          ? [entry('translate', `Translate into ${languageName(language)}`, <Languages aria-hidden="true" />)]
          : []),
      ];
  return (
    <Menu label={empty ? 'Draft' : 'Rewrite'} side="top" items={items}>
      <WandSparkles aria-hidden="true" />
    </Menu>
  );
}
