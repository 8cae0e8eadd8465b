/** A part that could not be loaded: what happened, what now, and a way to try again. */
import { RotateCw, TriangleAlert } from 'lucide-react';
import { Button } from './Button.tsx';
import { EmptyState } from './EmptyState.tsx';

export function ErrorState({
  title,
  message,
  onRetry,
  heading = false,
}: {
  title: string;
  message: string;
  onRetry?: (() => void) | undefined;
  heading?: boolean;
}) {
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert />}
        title={title}
        heading={heading}
        action={
          onRetry ? (
            <Button onClick={onRetry}>
              <RotateCw aria-hidden="true" /> Try again
            </Button>
          ) : undefined
        }
      >
        {message}
      </EmptyState>
    </div>
  );
}
