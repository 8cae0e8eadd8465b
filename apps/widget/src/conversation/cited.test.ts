/** The cited passage is found by its headings, as the server names them. */
import { parseMarkdown } from '@parley/protocol/markdown';
import { expect, it } from 'vitest';
import { citedRange } from './cited.ts';

const ARTICLE = parseMarkdown(`Above all headings.

## Express *delivery*
The next day.

### Abroad
Three days.

#### Islands
Five.

### Costs
Ten euros.

## Returns
### Costs
None.`);
/** The first words of each block in the range. */
const cited = (heading?: string) =>
  ARTICLE.slice(...citedRange(ARTICLE, heading)).map((block) =>
    block.type === 'heading' ? block.content.map(({ text }) => text).join('') : '…',
  );

it.each([
  ['Express delivery', ['Express delivery', '…', 'Abroad', '…', 'Islands', '…', 'Costs', '…']],
  ['Express delivery › Abroad', ['Abroad', '…', 'Islands', '…']],
  ['Express delivery › Islands', ['Islands', '…']],
  ['Returns › Costs', ['Costs', '…']],
  ['Costs', []],
  ['Gone', []],
  [undefined, []],
])('%s', (heading, found) => {
  expect(cited(heading)).toEqual(found);
});
