/** Lets colleagues see that this agent looks at the room, while the page is in front of the agent's eyes. */
import { useEffect } from 'react';
import { useAgent } from '../accounts/use-session.ts';

export function useLookAt(room: string): void {
  const { attention } = useAgent();
  useEffect(() => {
    const look = () => attention.lookAt(document.visibilityState === 'visible' ? room : null);
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      attention.lookAt(null);
    };
  }, [attention, room]);
}
