/** An end customer's own page, apart from the inbox: signing in and its second step, its tokens, and what it may ask about its data. */
import type { CommandParams } from '@parley/protocol';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { OwnTokens } from '../metering/OwnTokens.tsx';
import { OwnPrivacy } from '../privacy/OwnPrivacy.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Logo } from '../ui/Logo.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { toasts } from '../ui/toasts.ts';
import { failureWords } from './http.ts';
import { SignIn } from './SignIn.tsx';
import { CustomerTwoStep } from './two-factor/CustomerTwoStep.tsx';
import styles from './UserPage.module.css';
import { UserSession } from './user-session.ts';

type State =
  | { status: 'starting' }
  | { status: 'unreachable'; message: string }
  | { status: 'signed_out'; reason: string | null }
  | { status: 'signed_in'; session: UserSession };

const fromCookie = async (): Promise<State> => {
  try {
    const session = await UserSession.fromCookie();
    return session ? { status: 'signed_in', session } : { status: 'signed_out', reason: null };
  } catch (error) {
    return { status: 'unreachable', message: failureWords(error) };
  }
};

export function UserPage() {
  const [state, setState] = useState<State>({ status: 'starting' });
  const leave = (reason: string | null) => setState({ status: 'signed_out', reason });
  const start = () => {
    setState({ status: 'starting' });
    void fromCookie().then(setState);
  };
  useEffect(() => void fromCookie().then(setState), []);
  const enter = async (params: CommandParams<'login'>) =>
    setState({ status: 'signed_in', session: await UserSession.signIn(params) });
  if (state.status === 'signed_out') return <SignIn reason={state.reason} enter={enter} />;
  return (
    <main className={styles.page}>
      {state.status === 'signed_in' ? (
        <Own key={state.session.user.id} session={state.session} leave={leave} />
      ) : state.status === 'unreachable' ? (
        <ErrorState heading title="The server cannot be reached" message={state.message} onRetry={start} />
      ) : (
        <SkeletonRows count={4} />
      )}
    </main>
  );
}

function Own({ session, leave }: { session: UserSession; leave: (reason: string | null) => void }) {
  const { user } = session;
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 10_000 } } }));
  useTitle('Your account');
  const signOut = () =>
    session.signOut().then(
      () => leave(null),
      (error: unknown) => toasts.show(`You are still signed in. ${failureWords(error)}`),
    );
  return (
    <QueryClientProvider client={client}>
      <header className={styles.head}>
        <Logo />
        <div className={styles.who}>
          <h1 className={styles.title}>{user.name}</h1>
          <p className={styles.about}>
            {user.email} at {user.site_name}
          </p>
        </div>
        <Button variant="quiet" onClick={() => void signOut()}>
          Sign out
        </Button>
      </header>
      <OwnTokens session={session} />
      <CustomerTwoStep session={session} />
      <OwnPrivacy session={session} onErased={() => leave('Your data is being erased, and your account with it.')} />
    </QueryClientProvider>
  );
}
