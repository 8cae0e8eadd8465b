/** The visitor of a room is blocked from here, or blocked no more. The window is loaded when it is first asked for. */
import type { AgentRoom } from '@parley/protocol';
import { Ban } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { visitorName } from '../rooms/names.ts';
import { Button } from '../ui/Button.tsx';
import { toasts } from '../ui/toasts.ts';

const BlockDialog = lazy(() => import('./BlockDialog.tsx').then((module) => ({ default: module.BlockDialog })));

export function BlockMenu({ room }: { room: AgentRoom }) {
  const agent = useAgent();
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const consumer = room.consumer.replace(/~\d+$/, '');
  const lift = async () => {
    setBusy(true);
    try {
      const { blocks } = await agent.call('list_blocks', {});
      const found = blocks.find((block) => block.consumer === consumer);
      if (found) await agent.call('unblock', { block: found.id });
      toasts.show(`${visitorName(room)} may write again.`);
    } catch (error) {
      toasts.show(failureWords(error), { tone: 'failure' });
    } finally {
      setBusy(false);
    }
  };
  if (room.erased) return null;
  return (
    <>
      {room.contact.blocked ? (
        <Button size="small" busy={busy} onClick={() => void lift()}>
          Unblock
        </Button>
      ) : (
        <Button
          size="small"
          variant="quiet"
          onClick={() => {
            setAsked(true);
            setOpen(true);
          }}
        >
          <Ban aria-hidden="true" /> Block…
        </Button>
      )}
      {asked ? (
        <Suspense fallback={null}>
          <BlockDialog room={room} open={open} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
