/** Everything about a person in two files: asks for them, shows how far they are, and fetches them by links that work once. */
import type { AgentRoom, PrivacyRequest } from '@parley/protocol';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { visitorName } from '../rooms/names.ts';
import { Button } from '../ui/Button.tsx';
import dialog from '../ui/Dialog.module.css';
import { Dialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ExportFiles } from './ExportFiles.tsx';
import { Progress } from './Progress.tsx';
import { useProgress } from './use-progress.ts';

export interface ExportDialogProps {
  room: AgentRoom;
  open: boolean;
  onClose: () => void;
}

export function ExportDialog({ room, open, onClose }: ExportDialogProps) {
  const agent = useAgent();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [begun, setBegun] = useState<PrivacyRequest | null>(null);
  const request = useProgress(begun);
  const begin = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const consumer = room.consumer.replace(/~\d+$/, '');
      setBegun((await agent.call('request_export', { consumer })).request);
    } catch (error) {
      setFailure(failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={open} onClose={onClose} title={`Export the data of ${visitorName(room)}`} width="medium">
      <div className={dialog.body}>
        {request?.state === 'done' ? (
          <>
            <p>The files are kept for a day. Hand them to nobody but this person, once you are sure who asks.</p>
            <ExportFiles request={request} />
          </>
        ) : request?.state === 'failed' ? (
          <Notice tone="red">The files could not be made. Who runs the server finds the reason in its log.</Notice>
        ) : request ? (
          <>
            <p>You may close this window meanwhile: the files will be listed under Settings, Privacy.</p>
            <Progress label="Exporting" request={request} />
          </>
        ) : (
          <p>
            Makes two files of everything that is kept about this person: one to read, one for programs. Of your team
            they hold the names that this person has seen, and nothing else.
          </p>
        )}
        {failure ? <Notice tone="red">{failure}</Notice> : null}
        <div className={dialog.foot}>
          <Button onClick={onClose}>{request ? 'Close' : 'Cancel'}</Button>
          {!request || request.state === 'failed' ? (
            <Button variant="primary" busy={busy} onClick={begin}>
              Make the files
            </Button>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}
