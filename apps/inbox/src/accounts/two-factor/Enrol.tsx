/** All that somebody sees whose site asks for two-step sign-in and who has not set it up: doing so, or leaving. */
import type { CommandResult, Me } from '@parley/protocol';
import { useState } from 'react';
import { useTitle } from '../../shell/use-title.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import styles from '../AccountPage.module.css';
import { AccountPage } from '../AccountPage.tsx';
import { failureWords } from '../http.ts';
import { session } from '../session.ts';
import { SetUpSteps } from './SetUpSteps.tsx';

const calls = {
  begin: (password: string) => session.post<CommandResult<'begin_two_factor'>>('/api/users/two_factor', { password }),
  confirm: (code: string) =>
    session.post<CommandResult<'confirm_two_factor'>>('/api/users/two_factor/confirm', { code }),
};

export function Enrol({ me }: { me: Me }) {
  const [failure, setFailure] = useState<unknown>(null);
  useTitle('Set up two-step sign-in');
  return (
    <AccountPage
      title="Set up two-step sign-in"
      foot={
        <Button variant="quiet" onClick={() => void session.signOut().catch(setFailure)}>
          Sign out
        </Button>
      }
    >
      <p className={styles.lead}>{me.site_name} asks everybody on its team for it. Then you are in.</p>
      <SetUpSteps calls={calls} account={me.email} onDone={() => void session.start()} />
      {failure ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
    </AccountPage>
  );
}
