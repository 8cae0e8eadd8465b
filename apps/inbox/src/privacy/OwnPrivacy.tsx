/** What an end customer may ask about its own data: to have all of it, and to be forgotten. */
import type { CommandResult, PrivacyRequest } from '@parley/protocol';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import page from '../accounts/UserPage.module.css';
import type { UserSession } from '../accounts/user-session.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { FileButtons } from './ExportFiles.tsx';
import { Progress } from './Progress.tsx';
import { useProgressBy } from './use-progress.ts';

type Asked = CommandResult<'request_export'>;

export function OwnPrivacy({ session, onErased }: { session: UserSession; onErased: () => void }) {
  const [begun, setBegun] = useState<PrivacyRequest | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [look] = useState(
    () => async (id: string) => (await session.get<Asked>(`/api/privacy/requests/${id}`)).request,
  );
  const request = useProgressBy(begun, look);
  const make = async () => {
    setBusy(true);
    setFailure(null);
    try {
      setBegun((await session.post<Asked>('/api/privacy/exports', {})).request);
    } catch (error) {
      setFailure(failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  const erase = async () => {
    try {
      await session.post('/api/privacy/erasures', {});
    } catch (error) {
      throw new Error(`Nothing was erased. ${failureWords(error)}`);
    }
    onErased();
  };
  const fileUrl = async (id: string, format: 'json' | 'html') =>
    (await session.post<CommandResult<'open_export'>>(`/api/privacy/requests/${id}/link`, { format })).url;
  return (
    <section className={page.section}>
      <h2 className={page.sectionTitle}>Your data</h2>
      <p className={page.about}>
        Everything that {session.user.site_name} keeps about you here: your account and all your conversations.
      </p>
      {request?.state === 'done' ? (
        <>
          <p>The files are kept for a day.</p>
          <FileButtons request={request} fileUrl={fileUrl} />
        </>
      ) : request?.state === 'failed' ? (
        <Notice tone="red">The files could not be made. Try again, or write to {session.user.site_name}.</Notice>
      ) : request ? (
        <Progress label="Gathering your data" request={request} />
      ) : null}
      {failure ? <Notice tone="red">{failure}</Notice> : null}
      <div className={page.line}>
        {!request || request.state === 'failed' ? (
          <Button busy={busy} onClick={() => void make()}>
            Get all my data
          </Button>
        ) : null}
        <Button variant="danger" onClick={() => setAsking(true)}>
          Erase all my data…
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        title="Erase all your data?"
        verb="Erase for good"
        onConfirm={erase}
        onClose={() => setAsking(false)}
      >
        Your account, your tokens and every word of your conversations are removed, the answers too. It cannot be
        undone.
      </ConfirmDialog>
    </section>
  );
}
