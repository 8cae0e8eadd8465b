/** Commands of the one socket as queries, for pages that list and edit settings. */
import { type AgentSession, CallError } from '@parley/client/agent';
import type { CommandName, CommandParams, CommandResult } from '@parley/protocol';
import { keepPreviousData, QueryClient, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useAgent } from '../accounts/use-session.ts';

const clients = new WeakMap<AgentSession, QueryClient>();

/** One cache for each signed-in person; it goes with them. */
export function queryClientOf(agent: AgentSession): QueryClient {
  let client = clients.get(agent);
  if (!client) {
    client = new QueryClient({
      defaultOptions: {
        queries: {
          networkMode: 'always',
          staleTime: 10_000,
          // A lost connection is waited for; other passing troubles are tried twice more.
          retry: (count, error) =>
            error instanceof CallError && error.retry && (error.code === 'disconnected' || count < 2),
        },
      },
    });
    clients.set(agent, client);
  }
  return client;
}

function online(agent: AgentSession, signal: AbortSignal): Promise<void> {
  if (agent.connection.state.status === 'online') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = agent.connection.onState(({ status }) => {
      if (status !== 'online') return;
      stop();
      resolve();
    });
    signal.addEventListener('abort', () => {
      stop();
      reject(signal.reason);
    });
  });
}

/** The answer to a command that only reads, kept and refreshed. Without a connection it waits for one. */
export function useCommand<Name extends CommandName>(
  name: Name,
  params: CommandParams<Name>,
  options: {
    keepPrevious?: boolean;
    enabled?: boolean;
    /** As it was, however long ago: for what costs something each time. */
    once?: boolean;
    /** Milliseconds after which it is asked again, by what it said. */
    every?: (data: CommandResult<Name> | undefined) => number;
  } = {},
): UseQueryResult<CommandResult<Name>> {
  const agent = useAgent();
  return useQuery<CommandResult<Name>>({
    queryKey: [name, params],
    queryFn: async ({ signal }) => {
      await online(agent, signal);
      return agent.call(name, params);
    },
    enabled: options.enabled ?? true,
    ...(options.once && { staleTime: Number.POSITIVE_INFINITY }),
    refetchInterval: ({ state }) => options.every?.(state.data) ?? false,
    placeholderData: options.keepPrevious ? (keepPreviousData as never) : undefined,
  });
}

/** For after a change: put the server's answer in place, or have a list asked for again. */
export function useCommandCache() {
  const client = useQueryClient();
  return {
    put: <Name extends CommandName>(name: Name, params: CommandParams<Name>, result: CommandResult<Name>) =>
      void client.setQueryData([name, params], result),
    /** Nothing where nothing was there. */
    change: <Name extends CommandName>(
      name: Name,
      params: CommandParams<Name>,
      change: (before: CommandResult<Name>) => CommandResult<Name>,
    ) =>
      void client.setQueryData<CommandResult<Name>>([name, params], (before) => (before ? change(before) : undefined)),
    stale: (name: CommandName) => client.invalidateQueries({ queryKey: [name] }),
  };
}
