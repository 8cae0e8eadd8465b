/** The order of a suite's files: those that take longest begin first, or one of them is left to run alone at the end. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** `names`: ends of files' paths, the longest first. The others follow as vitest orders them. */
export const longFirst = (names: readonly string[]): typeof BaseSequencer => {
  const rank = ({ moduleId }: TestSpecification) => {
    const found = names.findIndex((name) => moduleId.endsWith(name));
    return found < 0 ? names.length : found;
  };
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
    }
  };
};
