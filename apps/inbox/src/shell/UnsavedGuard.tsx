/** Asks before leaving a page whose changes were not saved. */
import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';

export function UnsavedGuard({ dirty }: { dirty: boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => dirty,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      open={status === 'blocked'}
      title="Leave without saving?"
      verb="Leave and lose them"
      onConfirm={() => proceed?.()}
      onClose={() => reset?.()}
    >
      What you changed on this page is not saved yet.
    </ConfirmDialog>
  );
}
