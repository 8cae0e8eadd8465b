/** What was asked about people's data, newest first. */
import type { PrivacyRequest } from '@parley/protocol';
import { ShieldCheck } from 'lucide-react';
import { useCommand } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Chip } from '../ui/Chip.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { LOCALE } from '../ui/locale.ts';
import { useNow } from '../ui/now.ts';
import { fullTime, listTime } from '../ui/times.ts';
import { ExportFiles } from './ExportFiles.tsx';
import styles from './RequestList.module.css';

export function RequestList() {
  const query = useCommand('list_privacy_requests', {});
  return (
    <Loaded query={query} what="The requests">
      {({ requests }) =>
        requests.length === 0 ? (
          <EmptyState icon={<ShieldCheck />} title="Nothing was asked yet">
            What you do at a visitor’s wish, and what visitors ask for themselves, is listed here.
          </EmptyState>
        ) : (
          <ul className={styles.list}>
            {requests.map((request) => (
              <Row key={request.request} request={request} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

const KINDS: Record<PrivacyRequest['kind'], string> = { erasure: 'Erasure', export: 'Export' };

function Row({ request }: { request: PrivacyRequest }) {
  const { kind, consumer, by, state, done, total, created, expires } = request;
  const now = useNow();
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <p>
          {KINDS[kind]} of visitor <code className={styles.id}>{consumer}</code>
        </p>
        <p className={styles.by}>
          asked by {by ?? 'the visitor'},{' '}
          <time dateTime={created} title={fullTime(created)}>
            {listTime(created, now)}
          </time>
        </p>
      </div>
      {kind === 'export' && expires && Date.parse(expires) > now ? (
        <ExportFiles request={request} />
      ) : state === 'done' ? (
        <Chip tone="accent">Done</Chip>
      ) : state === 'failed' ? (
        <Chip tone="amber">Given up</Chip>
      ) : (
        <Chip>
          {state === 'running' ? `${done.toLocaleString(LOCALE)} of ${total.toLocaleString(LOCALE)}` : 'Waiting'}
        </Chip>
      )}
    </li>
  );
}
