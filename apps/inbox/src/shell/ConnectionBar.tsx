/** Says that the connection is gone, when the next attempt is due, and what that means for what one writes. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useAgent } from '../accounts/use-session.ts';
import { Button } from '../ui/Button.tsx';
import styles from './ConnectionBar.module.css';

/** Shorter breaks heal unseen. */
const PATIENCE_MS = 1_200;

export function ConnectionBar() {
  const agent = useAgent();
  const state = useSyncExternalStore(
    (changed) => agent.connection.onState(changed),
    () => agent.connection.state,
  );
  const online = state.status === 'online';
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (online) return;
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setShown(false);
    };
  }, [online]);
  return (
    <output className={styles.place}>
      {shown ? (
        <span className={styles.bar}>
          <span>
            {navigator.onLine ? 'Reconnecting…' : 'This device is offline.'}{' '}
            {state.nextAttempt === null ? null : <Countdown key={state.nextAttempt} until={state.nextAttempt} />} What
            you write is kept and sent later.
          </span>
          <Button size="small" onClick={() => agent.connection.retryNow()}>
            Try now
          </Button>
        </span>
      ) : null}
    </output>
  );
}

/** Seen, not read aloud every second. */
function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((until - now) / 1_000);
  return seconds > 0 ? <span aria-hidden="true">Next try in {seconds} s.</span> : null;
}
