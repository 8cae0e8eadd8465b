/** How often a site's questions are embedded, by the clock alone: no server, no database. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StateBox } from '../core/core.ts';
import { provideEmbedder, vectorOfQuestion } from './embedder.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const PER_MINUTE = 300;

function anEmbedder() {
  const core = { state: new StateBox() };
  const asked: string[] = [];
  provideEmbedder(core, {
    model: 'three numbers',
    embed: async (texts) => {
      asked.push(...texts);
      return texts.map(() => [3, 0, 4]);
    },
  });
  return { core, asked };
}

it('a site has no more questions embedded in a minute than a crowd has; others have theirs, and it has the next minute', async () => {
  const { core, asked } = anEmbedder();
  const ask = (site: string, question: string) => vectorOfQuestion(core, site, question);
  for (let n = 0; n < PER_MINUTE; n++) expect(await ask('crowded', `which plumage ${n}`)).not.toBeNull();
  expect(await ask('crowded', 'one more')).toBeNull();
  expect(await ask('another', 'one more')).toEqual(Float32Array.of(0.6, 0, 0.8));
  expect(asked).toHaveLength(PER_MINUTE + 1);
  vi.advanceTimersByTime(60_000);
  expect(await ask('crowded', 'one more')).not.toBeNull();
});

it('what was asked a moment ago is not paid for again', async () => {
  const { core, asked } = anEmbedder();
  await vectorOfQuestion(core, 'site', 'the same');
  await vectorOfQuestion(core, 'site', 'the same');
  expect(asked).toEqual(['the same']);
  vi.advanceTimersByTime(20_001);
  await vectorOfQuestion(core, 'site', 'the same');
  expect(asked).toHaveLength(2);
});
