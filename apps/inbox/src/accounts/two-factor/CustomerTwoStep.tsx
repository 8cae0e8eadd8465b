/** A customer's own two-step sign-in, on its page. */
import type { CommandResult } from '@parley/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../../shell/Loaded.tsx';
import page from '../UserPage.module.css';
import type { UserSession } from '../user-session.ts';
import { type Own, OwnProvider } from './own.ts';
import { TwoStepParts } from './TwoStepParts.tsx';

const PATH = '/api/users/two_factor';

export function CustomerTwoStep({ session }: { session: UserSession }) {
  const query = useQuery({
    queryKey: ['get_two_factor'],
    queryFn: () => session.get<CommandResult<'get_two_factor'>>(PATH),
  });
  const [own] = useState(
    (): Own => ({
      account: session.user.email,
      calls: {
        begin: (password) => session.post(PATH, { password }),
        confirm: (code) => session.post(`${PATH}/confirm`, { code }),
        renew: (proof) => session.post(`${PATH}/recovery_codes`, proof),
        turnOff: (proof) => session.post(`${PATH}/off`, proof),
        forget: (device) => session.remove(`${PATH}/devices/${device}`),
      },
    }),
  );
  return (
    <section className={page.section}>
      <h2 className={page.sectionTitle}>Two-step sign-in</h2>
      <p className={page.about}>
        After the password a code from your phone: whoever learns your password alone does not come in.
      </p>
      <OwnProvider value={own}>
        <Loaded query={query} what="Two-step sign-in">
          {({ two_factor }) => <TwoStepParts factor={two_factor} />}
        </Loaded>
      </OwnProvider>
    </section>
  );
}
