/** Real questions against the draft: beginning a replay, how far it is, and both answers side by side to be judged. */
import type { BotReplay, CommandParams } from '@parley/protocol';
import { History } from 'lucide-react';
import { useEffect, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useMay } from '../accounts/use-session.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SelectField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useNow } from '../ui/now.ts';
import { fullTime, listTime } from '../ui/times.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './Replay.module.css';
import { ReplayPairs } from './ReplayPairs.tsx';

const LEAD =
  'What visitors really asked, answered once more with the draft. Mark what got worse: the draft is not published before that is settled.';
const EVERY_MS = 1_000;
/** Up to as many as the server takes. */
const AMOUNTS = [10, 20, 50, 100, 200];

export function Replay() {
  const may = useMay('manage_bot');
  if (may) return <Page />;
  return (
    <SettingsPage needs={null} title="Replay" lead={LEAD}>
      <Notice tone="neutral">Only owners and admins can replay what visitors asked.</Notice>
    </SettingsPage>
  );
}

const isActive = (replay: BotReplay | null | undefined): boolean =>
  replay?.state === 'queued' || replay?.state === 'running';

function Page() {
  const query = useCommand('get_bot_replay', {});
  const draft = useCommand('get_bot_draft', {});
  const active = isActive(query.data?.replay);
  const { refetch } = query;
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => void refetch(), EVERY_MS);
    return () => clearInterval(timer);
  }, [active, refetch]);
  return (
    <SettingsPage needs="manage_bot" title="Replay" lead={LEAD}>
      <Loaded query={draft} what="The draft">
        {({ draft: { revision } }) => (
          <Loaded query={query} what="The replay">
            {({ replay }) => (
              <>
                <Begin revision={revision} busy={active} again={replay !== null} />
                {replay ? (
                  <Found replay={replay} revision={revision} />
                ) : (
                  <EmptyState icon={<History />} title="Nothing was replayed yet">
                    Change the draft, then see here what visitors of the last days would read instead.
                  </EmptyState>
                )}
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </SettingsPage>
  );
}

function Begin({ revision, busy: running, again }: { revision: number; busy: boolean; again: boolean }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const [questions, setQuestions] = useState(20);
  const { busy, failure, fields, onSubmit } = useSubmit(async () => {
    try {
      cache.put('get_bot_replay', {}, await agent.call('start_bot_replay', { questions, revision }));
      await cache.stale('list_replay_pairs');
    } catch (error) {
      await cache.stale('get_bot_draft');
      throw error;
    }
  });
  return (
    <form className={styles.begin} onSubmit={onSubmit}>
      <SelectField
        label="Questions"
        hint="With a language model each may cost what an answer costs."
        value={questions}
        error={fields.questions && `Nothing to replay: ${fields.questions}.`}
        onChange={(event) => setQuestions(Number(event.target.value))}
      >
        {AMOUNTS.map((amount) => (
          <option key={amount} value={amount}>
            the last {amount}
          </option>
        ))}
      </SelectField>
      <Button
        type="submit"
        variant={again ? 'secondary' : 'primary'}
        busy={busy}
        blocked={running ? 'One is running' : undefined}
      >
        {again ? 'Replay again' : 'Replay'}
      </Button>
      {failure && !fields.questions ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
    </form>
  );
}

type Show = CommandParams<'list_replay_pairs'>['show'];

function Found({ replay, revision }: { replay: BotReplay; revision: number }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const now = useNow();
  const [show, setShow] = useState<Show>('different');
  const { total, done, different, regressions, state, by, created } = replay;
  const shows: [Show, string][] = [
    ['different', `Different (${different})`],
    ['regressions', `Regressions (${regressions})`],
    ['all', `All (${total})`],
  ];
  return (
    <>
      <div className={styles.progress}>
        {isActive(replay) ? (
          <>
            <progress aria-label="Replay" className={styles.bar} value={done} max={total} />
            <Button
              size="small"
              onClick={async () => cache.put('get_bot_replay', {}, await agent.call('cancel_bot_replay', {}))}
            >
              Stop
            </Button>
          </>
        ) : null}
        <output className={styles.words}>
          {done} of {total} answered{state === 'cancelled' ? ', then stopped' : ''}
          {state === 'failed' ? ', then it failed; replay again' : ''}. {different} answered otherwise
          {regressions > 0 ? `, ${regressions} marked as regressions` : ''}.
        </output>
        <span className={styles.when}>
          {by ? `${by}, ` : ''}
          <time dateTime={created} title={fullTime(created)}>
            {listTime(created, now)}
          </time>
        </span>
      </div>
      {replay.revision === revision ? null : (
        <Notice tone="amber">The draft has changed since. Replay again to see what it answers now.</Notice>
      )}
      <fieldset className={styles.shows} aria-label="Show">
        {shows.map(([each, label]) => (
          <Button key={each} size="small" aria-pressed={show === each} onClick={() => setShow(each)}>
            {label}
          </Button>
        ))}
      </fieldset>
      <ReplayPairs replay={replay} show={show} />
    </>
  );
}
