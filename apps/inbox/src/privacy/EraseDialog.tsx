/** Forgetting a person: says what goes, asks, and shows how far it is. It goes on when the window is closed. */
import type { AgentRoom, PrivacyRequest } from '@parley/protocol';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { visitorName } from '../rooms/names.ts';
import { Button } from '../ui/Button.tsx';
import dialog from '../ui/Dialog.module.css';
import { Dialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './EraseDialog.module.css';
import { Progress } from './Progress.tsx';
import { useProgress } from './use-progress.ts';

export interface EraseDialogProps {
  room: AgentRoom;
  open: boolean;
  onClose: () => void;
}

export function EraseDialog({ room, open, onClose }: EraseDialogProps) {
  const agent = useAgent();
  // The room loses its name when it begins.
  const [name] = useState(() => visitorName(room));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [begun, setBegun] = useState<PrivacyRequest | null>(null);
  const request = useProgress(begun);
  const erase = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const consumer = room.consumer.replace(/~\d+$/, '');
      setBegun((await agent.call('request_erasure', { consumer })).request);
    } catch (error) {
      setFailure(`Nothing was erased. ${failureWords(error)}`);
    } finally {
      setBusy(false);
    }
  };
  const foot = (
    <div className={dialog.foot}>
      {request ? <Button onClick={onClose}>Close</Button> : <Button onClick={onClose}>Cancel</Button>}
      {!request || request.state === 'failed' ? (
        <Button variant="danger" busy={busy} onClick={erase}>
          {request ? 'Go on' : 'Erase for good'}
        </Button>
      ) : null}
    </div>
  );
  return (
    <Dialog open={open} onClose={onClose} title={request ? `Erasing ${name}` : `Erase ${name}?`} width="medium">
      <div className={dialog.body}>
        {request ? <Stage request={request} /> : <WhatGoes />}
        {failure ? <Notice tone="red">{failure}</Notice> : null}
        {foot}
      </div>
    </Dialog>
  );
}

const WhatGoes = () => (
  <>
    <p>This cannot be undone. It removes:</p>
    <ul className={styles.list}>
      <li>every word of all conversations with this person, your team’s and the bot’s answers too</li>
      <li>name, email address, page, referrer and language</li>
      <li>what lets their browser come back, and links in mails that were sent</li>
      <li>mails that wait to be sent</li>
    </ul>
    <p>
      What stays is that there was a conversation, when, and who of your team took part. It is closed for ever. Mails
      that were delivered and your backups are not reached.
    </p>
  </>
);

function Stage({ request }: { request: PrivacyRequest }) {
  if (request.state === 'done') return <Notice tone="green">Erased. Nothing of this person is left here.</Notice>;
  if (request.state === 'failed')
    return (
      <Notice tone="red">
        It could not be ended, for days. Who runs the server finds the reason in its log; then let it go on.
      </Notice>
    );
  return (
    <>
      <p>Nobody finds this person any more. Their words are being removed; you may close this window meanwhile.</p>
      <Progress label="Erasing" request={request} />
    </>
  );
}
