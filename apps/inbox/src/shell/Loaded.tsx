/** What a page shows of an answer: a skeleton until it is here, what now when it failed, then the page. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { failureWords } from '../accounts/http.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';

export function Loaded<Data>({
  query,
  what,
  children,
}: {
  query: UseQueryResult<Data>;
  /** "These settings": begins the sentence when they could not be loaded. */
  what: string;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return (
      <ErrorState
        title={`${what} could not be loaded`}
        message={failureWords(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return <SkeletonRows count={4} />;
}
