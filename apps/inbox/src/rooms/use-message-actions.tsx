/** What the menus of messages do, and the question before one is deleted. The dialog is loaded when it is first asked for. */
import type { Message } from '@parley/protocol';
import { useRouter } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useMe } from '../accounts/use-session.ts';
import { toasts } from '../ui/toasts.ts';
import type { MessageActions } from './message-actions.ts';
import { folderOf } from './names.ts';

const ConfirmDialog = lazy(() =>
  import('../ui/ConfirmDialog.tsx').then((module) => ({ default: module.ConfirmDialog })),
);

export function useMessageActions(
  room: string,
  onEdit: (seq: number | null) => void,
): { actions: MessageActions; asking: ReactNode } {
  const agent = useAgent();
  const me = useMe();
  const router = useRouter();
  const [removing, setRemoving] = useState<Message | null>(null);
  const [open, setOpen] = useState(false);
  const actions = useMemo<MessageActions>(
    () => ({
      edit: (seq) => onEdit(seq),
      leave: () => onEdit(null),
      save: (seq, content) => agent.editMessage(room, seq, content),
      remove: (message) => {
        setRemoving(message);
        setOpen(true);
      },
      writeArticle: (seq) =>
        void router.navigate({ to: '/knowledge/$article', params: { article: 'new' }, search: { room, seq } }),
      copyLink: (seq) => {
        const known = agent.room(room);
        const folder = known ? folderOf(known, me.id) : 'unassigned';
        const { href } = router.buildLocation({
          to: '/inbox/$folder/$room',
          params: { folder, room },
          search: { message: seq },
        });
        navigator.clipboard.writeText(location.origin + href).then(
          () => toasts.show('Link copied'),
          () => toasts.show('The browser did not allow copying.', { tone: 'failure' }),
        );
      },
    }),
    [agent, me.id, onEdit, room, router],
  );
  const confirm = async () => {
    if (!removing) return;
    try {
      await agent.redactMessage(room, removing.seq);
    } catch (error) {
      throw new Error(`Not deleted: ${failureWords(error)}`);
    }
  };
  const asking = removing ? (
    <Suspense fallback={null}>
      <ConfirmDialog
        open={open}
        title="Delete this message?"
        verb="Delete"
        onConfirm={confirm}
        onClose={() => setOpen(false)}
      >
        Its text is removed for good, for the visitor and for everyone in the inbox. It cannot be brought back.
      </ConfirmDialog>
    </Suspense>
  ) : null;
  return { actions, asking };
}
