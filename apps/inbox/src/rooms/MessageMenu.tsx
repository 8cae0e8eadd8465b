/** The menu of one message: edit and delete for who may, and its address for everyone. */
import type { Message } from '@parley/protocol';
import { BookPlus, Ellipsis, Link2, Pencil, Trash2 } from 'lucide-react';
import { useContext } from 'react';
import { useMay } from '../accounts/use-session.ts';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import styles from './MessageBubble.module.css';
import { MessageActionsContext } from './message-actions.ts';

export function MessageMenu({ message, own }: { message: Message; own: boolean }) {
  const actions = useContext(MessageActionsContext);
  const may = useMay('redact_messages');
  const writes = useMay('manage_knowledge');
  if (!actions) return null;
  const { seq, change } = message;
  const gone = change?.event === 'redacted';
  const items: MenuItem[] = [];
  if (own && !gone)
    items.push({
      kind: 'action',
      label: 'Edit',
      icon: <Pencil aria-hidden="true" />,
      onSelect: () => actions.edit(seq),
    });
  items.push({
    kind: 'action',
    label: 'Copy link',
    icon: <Link2 aria-hidden="true" />,
    onSelect: () => actions.copyLink(seq),
  });
  if (writes && !gone)
    items.push({
      kind: 'action',
      label: 'Write an article…',
      icon: <BookPlus aria-hidden="true" />,
      onSelect: () => actions.writeArticle(seq),
    });
  if ((own || may) && !gone)
    items.push({
      kind: 'action',
      label: 'Delete…',
      icon: <Trash2 aria-hidden="true" />,
      danger: true,
      onSelect: () => actions.remove(message),
    });
  return (
    <span className={styles.menu}>
      <Menu label="Message actions" items={items}>
        <Ellipsis aria-hidden="true" />
      </Menu>
    </span>
  );
}
