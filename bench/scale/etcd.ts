// Writes 60,000 objects within minutes: straight into etcd as JSON, past the API server.
import { fetch } from 'undici';
import { ClusterError } from '../../e2e/cluster/clusterError.ts';
import { parseJson } from '../../e2e/cluster/json.ts';

/** etcd takes at most 128 operations and 1.5 MiB per transaction. */
const MOST_OPERATIONS = 100;
const MOST_BYTES = 1_000_000;

export interface StoredText {
  readonly key: string;
  readonly text: string;
}

export async function readFromEtcd(etcdUrl: string, key: string): Promise<StoredText> {
  const answer = await post(`${etcdUrl}/v3/kv/range`, { key: toBase64(key) });
  const { kvs: [pair] = [] } = parseJson<{ kvs?: { value: string }[] }>(answer);
  if (pair === undefined) throw new ClusterError(`read ${key} from etcd`, 'there is none');
  return { key, text: Buffer.from(pair.value, 'base64').toString() };
}

/** The objects must be as the API server stores them: complete, with UIDs, without a resourceVersion. */
export async function writeToEtcd(etcdUrl: string, objects: Iterable<StoredText>): Promise<void> {
  let batch: StoredText[] = [];
  let bytes = 0;
  for (const object of objects) {
    batch.push(object);
    bytes += object.text.length;
    if (batch.length < MOST_OPERATIONS && bytes < MOST_BYTES) continue;
    await commit(etcdUrl, batch);
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) await commit(etcdUrl, batch);
}

async function commit(etcdUrl: string, objects: readonly StoredText[]): Promise<void> {
  const puts = objects.map(({ key, text }) => ({ requestPut: { key: toBase64(key), value: toBase64(text) } }));
  await post(`${etcdUrl}/v3/kv/txn`, { success: puts });
}

async function post(url: string, body: object): Promise<string> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const answer = await response.text();
  if (!response.ok) throw new ClusterError(`post to ${url}`, answer);
  return answer;
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
