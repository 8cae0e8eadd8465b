/** The top of a conversation: with whom, from where, who answers, and what one can do about that. */
import type { RoomFilter } from '@parley/client/agent';
import type { AgentRoom } from '@parley/protocol';
import { Archive, ArrowLeft, Bot, Clock, PanelRight, Tag, UserRound, UserRoundPlus } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { RoomLabels } from '../labels/RoomLabels.tsx';
import { Button, IconButton } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { useNow } from '../ui/now.ts';
import { Bone, Skeleton } from '../ui/Skeleton.tsx';
import { span } from '../ui/times.ts';
import styles from './ConversationHeader.module.css';
import { Lookers } from './Lookers.tsx';
import { languageName, pagePath, visitorName } from './names.ts';
import { PresenceDot } from './PresenceDot.tsx';

const TranslateButton = lazy(() =>
  import('../assist/TranslateButton.tsx').then((module) => ({ default: module.TranslateButton })),
);

/** Where the contact does not stand beside, which has them all. */
const MOST_LABELS = 2;

export interface ConversationHeaderProps {
  /** Undefined until it is known. */
  room: AgentRoom | undefined;
  where: RoomFilter | null;
  contactShown: boolean;
  onBack: () => void;
  onTakeOver: () => void;
  onAssign: () => void;
  onLabel: () => void;
  onHandBack: () => void;
  onClose: () => void;
  onReopen: () => void;
  onContact: () => void;
}

export function ConversationHeader(props: ConversationHeaderProps) {
  const { room, where, onBack, onContact, contactShown } = props;
  return (
    <header className={styles.header}>
      <IconButton label="Back to the list" className={styles.back} onClick={onBack}>
        <ArrowLeft aria-hidden="true" />
      </IconButton>
      {room && where ? (
        <>
          <div className={styles.who}>
            <div className={styles.title}>
              <h2 className={styles.name}>
                {visitorName(room)}
                <PresenceDot presence={room.presence} />
              </h2>
              <Lookers presence={room.presence} />
            </div>
            <div className={styles.about}>
              <p className={styles.from}>
                {[
                  where !== 'unassigned' && room.team?.name,
                  room.contact.page && pagePath(room.contact.page),
                  room.contact.language && languageName(room.contact.language),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              <span className={styles.labels}>
                <RoomLabels room={room} most={MOST_LABELS} />
              </span>
            </div>
          </div>
          <div className={styles.state}>
            <State room={room} where={where} />
            <div className={styles.deeds}>
              <Suspense fallback={null}>
                <TranslateButton room={room} />
              </Suspense>
              {room.erased ? null : (
                <>
                  <IconButton label="Labels" shortcut="l" onClick={props.onLabel}>
                    <Tag aria-hidden="true" />
                  </IconButton>
                  <Actions {...props} where={where} />
                </>
              )}
            </div>
          </div>
          <IconButton
            label="Contact"
            className={styles.contact}
            tipSide="left"
            aria-pressed={contactShown}
            onClick={onContact}
          >
            <PanelRight aria-hidden="true" />
          </IconButton>
        </>
      ) : (
        <Skeleton label="Loading the conversation">
          <Bone width={160} height={14} />
        </Skeleton>
      )}
    </header>
  );
}

function State({ room, where }: { room: AgentRoom; where: RoomFilter }) {
  const now = useNow();
  switch (where) {
    case 'bot':
      return <Chip icon={<Bot aria-hidden="true" />}>Bot is answering</Chip>;
    case 'unassigned':
      return (
        <Chip tone="amber" icon={<Clock aria-hidden="true" />}>
          {[`Waits for ${room.team?.name ?? 'a person'}`, room.waiting_since && span(room.waiting_since, now)]
            .filter(Boolean)
            .join(' · ')}
        </Chip>
      );
    case 'mine':
      return (
        <Chip tone="accent" icon={<UserRound aria-hidden="true" />}>
          You are answering
        </Chip>
      );
    case 'others':
      return <Chip icon={<UserRound aria-hidden="true" />}>{room.owner.name ?? 'Another agent'} is answering</Chip>;
    default:
      return <Chip icon={<Archive aria-hidden="true" />}>{room.erased ? 'Erased' : 'Closed'}</Chip>;
  }
}

function Actions({
  where,
  onTakeOver,
  onAssign,
  onHandBack,
  onClose,
  onReopen,
}: ConversationHeaderProps & { where: RoomFilter }) {
  if (where === 'closed')
    return (
      <Button size="small" shortcut="e" onClick={onReopen}>
        Open again
      </Button>
    );
  return (
    <>
      {where === 'mine' ? (
        <Button size="small" shortcut="b" onClick={onHandBack}>
          Hand back
        </Button>
      ) : (
        <Button size="small" variant="primary" shortcut="t" onClick={onTakeOver}>
          Take over
        </Button>
      )}
      <IconButton label="Pass to a colleague or a team" shortcut="a" onClick={onAssign}>
        <UserRoundPlus aria-hidden="true" />
      </IconButton>
      <Button size="small" shortcut="e" onClick={onClose}>
        Close
      </Button>
    </>
  );
}
