/** The session inside React. `useAgent` and `useMe` are for screens that only exist while somebody is signed in. */
import type { AgentSession } from '@parley/client/agent';
import type { Me, Permission } from '@parley/protocol';
import { useSyncExternalStore } from 'react';
import { type SessionState, session } from './session.ts';

export function useSession(): SessionState {
  return useSyncExternalStore(session.subscribe, session.snapshot);
}

function signedIn(state: SessionState): { me: Me; agent: AgentSession } {
  if (state.status !== 'signed_in') throw new Error('This screen needs somebody signed in.');
  return state;
}

export const useAgent = (): AgentSession => signedIn(useSession()).agent;
export const useMe = (): Me => signedIn(useSession()).me;

/** Whether the role has it. The server refuses what is not hidden. */
export const useMay = (permission: Permission): boolean => useMe().permissions.includes(permission);

/** What `read` finds in the agent's stores, again after each change. `read` must return the same object until it changed. */
export function useAgentStore<Found>(read: (agent: AgentSession) => Found): Found {
  const agent = useAgent();
  return useSyncExternalStore(agent.subscribe, () => read(agent));
}
