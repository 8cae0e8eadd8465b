/** The model's figures after a real call that went well and one that did not. */
import { expect, test } from 'vitest';
import { createSite } from '../../test/create.ts';
import { saying, startFakeModel } from '../../test/model.ts';
import { startTestServer } from '../../test/server.ts';
import { Talk } from '../../test/talk.ts';

test('calls of the model are counted and timed by their outcome', async () => {
  const model = await startFakeModel();
  const server = await startTestServer({ worker: true, env: { OPENAI_BASE_URL: model.baseUrl } });
  try {
    const talk = await Talk.begin(server, await createSite(server.core));
    model.will(saying('It is.'));
    await talk.ask('Is the tent waterproof?');
    model.will((answering) => answering.status(401));
    await talk.ask('And the other one?');
    const text = await server.core.metrics.registry.metrics();
    expect(text).toContain('parley_model_seconds_count{outcome="done"} 1');
    expect(text).toContain('parley_model_seconds_count{outcome="failed"} 1');
    await talk.socket.close();
  } finally {
    await server.close();
    await model.close();
  }
});
