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
    if (online) return setShown(false);
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [online]);
  const seconds = useCountdown(state.nextAttempt);
  const waiting = seconds !== null && seconds > 0;
  return (
    <div role="status" className={styles.place}>
      {shown ? (
        <div className={styles.bar}>
          <span>
            {navigator.onLine ? 'Reconnecting…' : 'This device is offline.'}{' '}
            <span aria-hidden="true">{waiting ? `Next try in ${seconds} s.` : ''}</span> What you write is kept and sent
            later.
          </span>
          <Button size="small" onClick={() => agent.connection.retryNow()}>
            Try now
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** Whole seconds to a moment in milliseconds, renewed each second. */
function useCountdown(until: number | null): number | null {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (until === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return until === null ? null : Math.max(0, Math.ceil((until - now) / 1_000));
}
