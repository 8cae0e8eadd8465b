/** Gives the knowledge base the vectors of the model's server, where that offers them; where it does not, says so once. */
import type { Core } from '../core/core.ts';
import { provideEmbedder } from '../knowledge/embedder.ts';
import { embedTexts, ModelError } from './openai.ts';

/** What a server says that knows no embeddings, or not this model. */
const NOT_OFFERED = [400, 404, 405, 501];

export function offerVectors(core: Core): void {
  const config = core.config.openai;
  const model = config?.embeddingModel;
  if (!config || !model) return;
  provideEmbedder(core, {
    model,
    embed: async (texts, signal) => {
      try {
        return await embedTexts(config, texts, signal);
      } catch (error) {
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
