/** The two files of an export that is done; each press asks for a link of its own, which works once. */
import type { PrivacyRequest } from '@parley/protocol';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './ExportFiles.module.css';

type Format = 'json' | 'html';

export function ExportFiles({ request }: { request: PrivacyRequest }) {
  const agent = useAgent();
  const fileUrl = async (request: string, format: Format) => (await agent.call('open_export', { request, format })).url;
  return <FileButtons request={request} fileUrl={fileUrl} />;
}

interface FileButtonsProps {
  request: PrivacyRequest;
  /** A link that works once. Rejects with `CallError`. */
  fileUrl: (request: string, format: Format) => Promise<string>;
}

/** The same for whoever calls in another way. */
export function FileButtons({ request: { request }, fileUrl }: FileButtonsProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const fetchFile = async (format: Format) => {
    setFailure(null);
    try {
      // Sent to be saved: the page stays.
      location.assign(await fileUrl(request, format));
    } catch (error) {
      setFailure(failureWords(error));
    }
  };
  const button = (format: Format, label: string) => (
    <Button size="small" onClick={() => void fetchFile(format)}>
      <Download aria-hidden="true" /> {label}
    </Button>
  );
  return (
    <div className={styles.files}>
      {button('html', 'To read (HTML)')}
      {button('json', 'For programs (JSON)')}
      {failure ? <Notice tone="red">{failure}</Notice> : null}
    </div>
  );
}
