/**
 * Gives the knowledge base the vectors of the model's server, within what each site may spend; where it offers none, says so once.
 */
import type { Core } from '../core/core.ts';
import { NothingLeft, provideEmbedder } from '../knowledge/embedder.ts';
import { withinBudget } from './budget.ts';
import { type ChatMessage, embedTexts, ModelError } from './openai.ts';
import { tokensIn } from './usage.ts';

/** What a server says that knows no embeddings, or not this model. */
const NOT_OFFERED = [400, 404, 405, 501];

export function offerVectors(core: Core): void {
  const config = core.config.openai;
  const model = config?.embeddingModel;
  if (!config || !model) return;
  provideEmbedder(core, {
    model,
    embed: async (texts, signal, siteId) => {
      const messages = texts.map((content): ChatMessage => ({ role: 'user', content }));
      const ask = { siteId, visitorId: null, model: { ...config, model }, messages, maxTokens: 0 };
      try {
        return await withinBudget(core, ask, async (usage) => {
          const vectors = await embedTexts(config, texts, signal);
          // Not every server tells.
          Object.assign(usage, { tokensIn: tokensIn(messages), estimated: true });
          return vectors;
        });
      } catch (error) {
        if (error instanceof ModelError && error.spent) throw new NothingLeft();
        if (!(error instanceof ModelError) || !NOT_OFFERED.includes(error.status ?? 0)) throw error;
        core.log.info(
          { model, status: error.status },
          'the model server offers no embeddings: passages are found by words alone',
        );
        return null;
      }
    },
  });
}
