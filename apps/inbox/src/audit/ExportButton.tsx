/** All that the filter leaves, as a file: read page by page, with the number shown meanwhile, and to be stopped. */
import type { AuditEntry } from '@parley/protocol';
import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { saveFile } from '../ui/save-file.ts';
import { toasts } from '../ui/toasts.ts';
import { auditCsv } from './csv.ts';
import { type AuditFilter, paramsOf } from './filter.ts';

export function ExportButton({ filter }: { filter: AuditFilter }) {
  const agent = useAgent();
  /** Entries so far; null: nothing is under way. */
  const [read, setRead] = useState<number | null>(null);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = async () => {
    const stop = new AbortController();
    running.current = stop;
    setRead(0);
    try {
      const entries: AuditEntry[] = [];
      let cursor: string | null = null;
      do {
        const page: { entries: AuditEntry[]; next: string | null } = await agent.call('list_audit', {
          ...paramsOf(filter),
          limit: 200,
          ...(cursor && { cursor }),
        });
        if (stop.signal.aborted) return;
        entries.push(...page.entries);
        cursor = page.next;
        setRead(entries.length);
      } while (cursor);
      saveFile(`audit-${new Date().toISOString().slice(0, 10)}.csv`, 'text/csv', auditCsv(entries));
      toasts.show(entries.length === 1 ? '1 entry was saved.' : `${entries.length} entries were saved.`);
    } catch (error) {
      if (!stop.signal.aborted) toasts.show(`The file could not be made. ${failureWords(error)}`, { tone: 'failure' });
    } finally {
      if (!stop.signal.aborted) setRead(null);
    }
  };
  const cancel = () => {
    running.current?.abort();
    setRead(null);
  };
  return read === null ? (
    <Button onClick={() => void run()}>
      <Download aria-hidden="true" /> Save as CSV
    </Button>
  ) : (
    <Button onClick={cancel}>Stop ({read} so far)</Button>
  );
}
