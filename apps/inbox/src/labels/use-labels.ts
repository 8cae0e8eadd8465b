/** Which labels there are, and which of them a conversation bears. */
import type { AgentRoom, Label, LabelColor, RoomLabel } from '@parley/protocol';
import { useMemo } from 'react';
import { useAgentStore } from '../accounts/use-session.ts';

/** By name; null until they are known. */
export const useLabels = (): readonly Label[] | null => useAgentStore((agent) => agent.labels);

export interface Borne extends Label {
  /** Who put it on, and when. */
  readonly on: RoomLabel;
}

/** By name. One that was deleted a moment ago may still stand in the room, and is left out. */
export function useBorne({ labels: on }: Pick<AgentRoom, 'labels'>): readonly Borne[] {
  const all = useLabels();
  return useMemo(
    () =>
      (all ?? []).flatMap((label) => {
        const found = on?.find(({ id }) => id === label.id);
        return found ? [{ ...label, on: found }] : [];
      }),
    [all, on],
  );
}

export const COLOR_NAMES: Record<LabelColor, string> = {
  grey: 'Grey',
  red: 'Red',
  amber: 'Amber',
  green: 'Green',
  teal: 'Teal',
  blue: 'Blue',
  purple: 'Purple',
  pink: 'Pink',
};
