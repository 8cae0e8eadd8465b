/** Blocking the visitor of a room, and if need be the address too: says whom that would meet before it is done. */
import type { AgentRoom, CommandResult } from '@parley/protocol';
import { useEffect, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { visitorName } from '../rooms/names.ts';
import { Button } from '../ui/Button.tsx';
import dialog from '../ui/Dialog.module.css';
import { Dialog } from '../ui/Dialog.tsx';
import { Switch } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import styles from './Blocks.module.css';
import { metWords } from './met.ts';
import { A_WEEK, asParams, WhyFields } from './WhyFields.tsx';

export interface BlockDialogProps {
  room: AgentRoom;
  open: boolean;
  onClose: () => void;
}

export function BlockDialog({ room, open, onClose }: BlockDialogProps) {
  const agent = useAgent();
  const consumer = room.consumer.replace(/~\d+$/, '');
  const name = visitorName(room);
  const [why, setWhy] = useState(A_WEEK);
  const [address, setAddress] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const preview = usePreview(consumer, open);
  const block = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await agent.call('block_visitor', { consumer, ...asParams(why) });
      if (address) await agent.call('block_addresses', { consumer, ...asParams(why) });
      toasts.show(`${name} is blocked. Settings, Blocked lists it.`);
      onClose();
    } catch (error) {
      setFailure(failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={open} onClose={onClose} title={`Block ${name}?`} width="medium">
      <div className={dialog.body}>
        <p>The conversation stays. The visitor reads that nothing can be written at the moment, and not why.</p>
        <div className={styles.form}>
          <WhyFields why={why} onChange={setWhy} />
          {preview ? (
            <Switch
              label={`Also the address ${preview.addresses.replace(/\/32$/, '')}`}
              hint={
                <>
                  {metWords(preview, true)}
                  {preview.includes_you ? ' You come from there yourself: the inbox stays open to you.' : null}
                </>
              }
              checked={address}
              onChange={setAddress}
            />
          ) : null}
        </div>
        {failure ? <Notice tone="red">{failure}</Notice> : null}
        <div className={dialog.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" busy={busy} onClick={block}>
            Block
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** Null while it is not known, and where no address is. */
function usePreview(consumer: string, open: boolean): CommandResult<'preview_block'> | null {
  const agent = useAgent();
  const [preview, setPreview] = useState<CommandResult<'preview_block'> | null>(null);
  useEffect(() => {
    if (!open) return;
    let left = false;
    agent.call('preview_block', { consumer }).then(
      (found) => {
        if (!left) setPreview(found);
      },
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [agent, consumer, open]);
  return preview;
}
