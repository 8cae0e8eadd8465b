/** What people did to the site and its team: narrowed by who, what and when, and to be had as a file. */
import type { CommandResult } from '@parley/protocol';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ScrollText, SearchX } from 'lucide-react';
import { useAgent, useMay } from '../accounts/use-session.ts';
import { useCommand } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { More, usePages } from '../shell/pages.tsx';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useNow } from '../ui/now.ts';
import { clockTime, dayName, fullTime, sameDay } from '../ui/times.ts';
import styles from './AuditPage.module.css';
import { ExportButton } from './ExportButton.tsx';
import { Filters } from './Filters.tsx';
import { type AuditFilter, paramsOf, tidy } from './filter.ts';
import { actorName, detailsLine, sentence } from './words.ts';

const LEAD = 'Who changed what, and when. No words of conversations, kept for 400 days.';

export function AuditPage() {
  const may = useMay('read_audit');
  if (!may) {
    return (
      <SettingsPage needs={null} title="Audit log" lead={LEAD}>
        <Notice tone="neutral">Only owners and admins can read this.</Notice>
      </SettingsPage>
    );
  }
  return <Log />;
}

function Log() {
  const filter = useSearch({ from: '/shell/settings/audit' });
  const navigate = useNavigate();
  const change = (next: AuditFilter) => void navigate({ to: '/settings/audit', search: tidy(next), replace: true });
  const query = useCommand('list_audit', paramsOf(filter), { keepPrevious: true });
  return (
    <SettingsPage needs="read_audit" title="Audit log" lead={LEAD} action={<ExportButton filter={filter} />}>
      <Filters filter={filter} onChange={change} />
      <Loaded query={query} what="The audit log">
        {(first) =>
          first.entries.length > 0 ? (
            <Entries key={JSON.stringify([filter, first.entries[0]?.id])} filter={filter} first={first} />
          ) : Object.keys(filter).length > 0 ? (
            <EmptyState
              icon={<SearchX />}
              title="Nothing like that was done"
              action={<Button onClick={() => change({})}>Show everything</Button>}
            >
              Perhaps in another span of days, or by somebody else.
            </EmptyState>
          ) : (
            <EmptyState icon={<ScrollText />} title="Nothing was changed yet">
              Invite a colleague or change a setting, and it stands here: who, what, when and from which network.
            </EmptyState>
          )
        }
      </Loaded>
    </SettingsPage>
  );
}

function Entries({ filter, first }: { filter: AuditFilter; first: CommandResult<'list_audit'> }) {
  const agent = useAgent();
  const now = useNow();
  const pages = usePages({ items: first.entries, next: first.next }, async (cursor) => {
    const { entries, next } = await agent.call('list_audit', { ...paramsOf(filter), cursor });
    return { items: entries, next };
  });
  return (
    <>
      <ul className={styles.entries} aria-label="Audit log">
        {pages.items.map((entry, i) => {
          const before = pages.items[i - 1];
          const details = detailsLine(entry);
          return (
            <li key={entry.id}>
              {before && sameDay(before.at, entry.at) ? null : <h3 className={styles.day}>{dayName(entry.at, now)}</h3>}
              <div className={styles.entry}>
                <time dateTime={entry.at} title={fullTime(entry.at)} className={styles.time}>
                  {clockTime(entry.at)}
                </time>
                <div className={styles.what}>
                  <p>
                    <strong className={styles.who}>{actorName(entry.actor)}</strong> {sentence(entry)}
                  </p>
                  {details ? <p className={styles.details}>{details}</p> : null}
                </div>
                {entry.address ? (
                  <span className={styles.address} title="The network it was done from">
                    {entry.address}
                  </span>
                ) : null}
              </div>
            </li>
          );
        })}
      </ul>
      <More pages={pages} />
    </>
  );
}
