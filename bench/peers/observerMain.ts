// The observer, a separate process that does nothing else: watches all pods and slices, and stamps each chunk when it
// arrives. It ends with its parent, to which it says when one of the watches breaks.
import { collectionPath, withQuery } from '../../src/kube/api/resourcePath.ts';
import type { Resource } from '../../src/kube/resource.ts';
import { lines } from '../../src/kube/cache/lines.ts';
import { reasonOf } from '../../e2e/cluster/clusterError.ts';
import { endpointSlices, pods } from '../../e2e/cluster/resources.ts';
import { accessOfParent } from '../beside/access.ts';
import { RawApi } from '../beside/rawApi.ts';
import { podFact, sliceFact, type Fact, type Report } from './facts.ts';
import { StampedChunks } from './stampedChunks.ts';

const api = new RawApi(accessOfParent());
let facts: Fact[] = [];

function report(message: Report): void {
  process.send?.(message, () => undefined);
}

function add(fact: Fact): void {
  if (facts.length === 0) setImmediate(flush);
  facts.push(fact);
}

function flush(): void {
  report({ type: 'facts', facts });
  facts = [];
}

async function observe(resource: Resource, toFact: (line: string, atMs: number) => Fact): Promise<void> {
  const chunks = new StampedChunks();
  const path = withQuery(collectionPath(resource), { watch: 'true', timeoutSeconds: '7200' });
  const body = await api.watch(path);
  body.on('data', (bytes: Uint8Array) => chunks.push(bytes));
  const ended = Promise.withResolvers<string>();
  body.once('error', (error: unknown) => ended.resolve(reasonOf(error)));
  body.once('end', () => ended.resolve('the server closed it'));
  void ended.promise.then(() => chunks.end());
  for await (const line of lines(chunks)) add(toFact(line, chunks.atMs));
  throw new Error(`the watch of ${resource.plural} has ended: ${await ended.promise}`);
}

process.once('disconnect', () => process.exit());
await Promise.all([observe(pods, podFact), observe(endpointSlices, sliceFact)]).catch((error: unknown) => {
  report({ type: 'broken', reason: String(error) });
});
