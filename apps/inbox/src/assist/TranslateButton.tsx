/** Turns reading and answering in one's own language on and off, where there is a model and the visitor speaks another one. */
import type { AgentRoom } from '@parley/protocol';
import { Languages } from 'lucide-react';
import { languageName } from '../rooms/names.ts';
import { Queries } from '../shell/Queries.tsx';
import { IconButton } from '../ui/Button.tsx';
import { foreignLanguage, ownLanguage, setTranslating, useTranslating } from './translating.ts';
import { useHasModel } from './use-has-model.ts';

export function TranslateButton({ room }: { room: AgentRoom }) {
  return foreignLanguage(room.contact.language) ? (
    <Queries>
      <Toggle room={room.room} />
    </Queries>
  ) : null;
}

function Toggle({ room }: { room: string }) {
  const hasModel = useHasModel();
  const on = useTranslating(room);
  if (!hasModel) return null;
  return (
    <IconButton
      label={`Translate into ${languageName(ownLanguage())}`}
      aria-pressed={on}
      onClick={() => setTranslating(room, !on)}
    >
      <Languages aria-hidden="true" />
    </IconButton>
  );
}
