/** Gives the pages below it the signed-in person's cache of answers. */
import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useAgent } from '../accounts/use-session.ts';
import { queryClientOf } from './commands.ts';

export function Queries({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={queryClientOf(useAgent())}>{children}</QueryClientProvider>;
}
