/**
 * `pnpm bench streaming`: answers of a model that stream. How soon the first word is on the visitor's screen, and whether two hundred
 * answers at once are noticed by those who write meanwhile. The model is a process of its own that speaks at one pace.
 */
import { firstWord } from './first-word.ts';
import { many } from './many.ts';

/** `--only=first` or `--only=many`, `--words=30` questions, `--rounds=5`, `--conversations=200`, `--rate=40` tokens a second, `--tokens=780` (an answer has 4,000 characters at most), `--profile`. */
export async function streaming(flags: readonly string[]): Promise<void> {
  const number = (name: string, fallback: number) =>
    Number(flags.find((flag) => flag.startsWith(`--${name}=`))?.split('=')[1] ?? fallback);
  const only = flags.find((flag) => flag.startsWith('--only='))?.split('=')[1];
  if (only !== 'many') await firstWord(number('words', 30));
  if (only === 'first') return;
  await many({
    rounds: number('rounds', 5),
    conversations: number('conversations', 200),
    pace: { tokensPerSecond: number('rate', 40), tokens: number('tokens', 780), firstAfterMs: 300 },
    flags: flags.includes('--profile') ? ['--cpu-prof', '--cpu-prof-dir=.profile'] : [],
  });
}
