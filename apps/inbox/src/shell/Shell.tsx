/** Everything around a screen once somebody is signed in: rail, connection, palette, keys. Decides whether one may come in. */
import { type ErrorComponentProps, Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { SignIn } from '../accounts/SignIn.tsx';
import { session } from '../accounts/session.ts';
import { useSession } from '../accounts/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Bone, Skeleton } from '../ui/Skeleton.tsx';
import { useIdleFetch } from '../ui/use-idle-fetch.ts';
import { Attention } from './Attention.tsx';
import { ConnectionBar } from './ConnectionBar.tsx';
import { useKeys } from './keyboard.tsx';
import { Rail } from './Rail.tsx';
import styles from './Shell.module.css';

const loadPalette = () => import('./CommandPalette.tsx');
const CommandPalette = lazy(() => loadPalette().then((module) => ({ default: module.CommandPalette })));
const Enrol = lazy(() => import('../accounts/two-factor/Enrol.tsx').then((module) => ({ default: module.Enrol })));
const KeyList = lazy(() => import('./KeyList.tsx').then((module) => ({ default: module.KeyList })));

export function Shell() {
  const state = useSession();
  if (state.status === 'signed_out') return <SignIn reason={state.reason} />;
  if (state.status === 'unreachable') {
    return (
      <main className={styles.alone}>
        <ErrorState
          heading
          title="Parley cannot be reached"
          message={state.message}
          onRetry={() => void session.start()}
        />
      </main>
    );
  }
  if (state.status === 'starting') return <Starting />;
  if (state.status === 'enrolling') {
    return (
      <Suspense fallback={<Starting />}>
        <Enrol me={state.me} />
      </Suspense>
    );
  }
  // A new person is a new page: nothing of the last one's screens stays.
  return <SignedIn key={`${state.me.site} ${state.me.id}`} />;
}

function SignedIn() {
  const navigate = useNavigate();
  const [palette, setPalette] = useState(false);
  const [keyList, setKeyList] = useState(false);
  useIdleFetch(loadPalette);
  useKeys({
    palette: () => setPalette(true),
    keyList: () => setKeyList(true),
    goInbox: () => void navigate({ to: '/inbox' }),
    goKnowledge: () => void navigate({ to: '/knowledge' }),
    goSettings: () => void navigate({ to: '/settings' }),
  });
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        Skip to the content
      </a>
      <Attention />
      <ConnectionBar />
      <Rail onPalette={() => setPalette(true)} onKeyList={() => setKeyList(true)} />
      <main id="main" tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
      <Suspense>
        {palette ? <CommandPalette onClose={() => setPalette(false)} onKeyList={() => setKeyList(true)} /> : null}
        {keyList ? <KeyList onClose={() => setKeyList(false)} /> : null}
      </Suspense>
    </div>
  );
}

function Starting() {
  return (
    <div className={styles.shell}>
      <main className={styles.starting}>
        <Skeleton label="Opening Parley">
          <Bone width={180} height={16} />
        </Skeleton>
      </main>
    </div>
  );
}

/** A broken part of the program: the rest goes on. */
export function Crashed({ error, reset }: ErrorComponentProps) {
  return (
    <main className={styles.alone}>
      <ErrorState
        heading
        title="This page broke"
        message={`${error instanceof Error ? error.message : String(error)}. Nothing that was sent is lost.`}
        onRetry={reset}
      />
      <Button variant="quiet" onClick={() => location.reload()}>
        Load everything anew
      </Button>
    </main>
  );
}
