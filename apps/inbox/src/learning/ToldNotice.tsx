/** Over an article that was corrected: how many were told its old text, and the way to telling them what is right. */

import { useCommand } from '../shell/commands.ts';
import { LinkButton } from '../ui/LinkButton.tsx';
import { Notice } from '../ui/Notice.tsx';

export function ToldNotice({ article }: { article: string }) {
  const count = useCommand('list_told', { article }).data?.count ?? 0;
  if (count === 0) return null;
  return (
    <Notice
      tone="amber"
      action={
        <LinkButton to="/knowledge/$article/told" params={{ article }}>
          See who, and correct it
        </LinkButton>
      }
    >
      {count === 1
        ? 'The bot told one visitor an older text of this article.'
        : `The bot gave ${count} answers from an older text of this article.`}
    </Notice>
  );
}
