/** The order of a suite's files: those that take longest begin first, or one of them is left to run alone at the end. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * `names`: ends of files' paths, the longest first. The others follow as vitest orders them. Who asks for a random
 * order (`--sequence.shuffle.files`) gets that.
 */
export const longFirst = (names: readonly string[]): { sequencer?: typeof BaseSequencer } => {
  // vitest itself would leave the order that is configured as it is.
  if (process.argv.some((word) => word.startsWith('--sequence.shuffle.files'))) return {};
  const rank = ({ moduleId }: TestSpecification) => {
    const found = names.findIndex((name) => moduleId.endsWith(name));
    return found < 0 ? names.length : found;
  };
  return {
    sequencer: class extends BaseSequencer {
      override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
        return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
      }
    },
  };
};
