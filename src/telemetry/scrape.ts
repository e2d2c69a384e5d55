// What /metrics answers: the registry's metrics first, then those of single objects in pieces.
import type { Registry } from 'prom-client';
import type { Metrics } from './metrics.ts';
import type { PerResourceMetrics } from './perResourceMetrics.ts';

/** The response to a scrape. */
export async function scrape(registry: Registry, { perResource }: Metrics) {
  const common = await registry.metrics();
  return { status: 200, contentType: registry.contentType, body: pieces(common, perResource) };
}

function* pieces(common: string, perResource: PerResourceMetrics | undefined): Generator<string, void, void> {
  yield common;
  if (perResource !== undefined) yield* perResource.pieces();
}
