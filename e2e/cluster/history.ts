// Every state that objects ever had, in the order of etcd's revisions, also across objects. Nothing is compacted, so a
// test can prove that something was never true, not even between two reads.
import { fetch } from 'undici';
import { lines } from '../../src/kube/cache/lines.ts';
import type { ObjectName, Resource } from '../../src/kube/resource.ts';
import type { KubeObject } from '../../src/kube/wire.ts';
import { etcdKey, etcdPrefix } from './etcdKey.ts';
import { parseJson } from './json.ts';

export interface Revision<T> {
  /** Equals the object's resourceVersion. */
  readonly revision: number;
  readonly type: 'Put' | 'Delete';
  readonly name: ObjectName;
  /** As stored; of a deleted object its last state. */
  readonly object: T;
}

/** All revisions of one object, deletions and recreations included. */
export function revisions<T extends KubeObject>(
  etcdUrl: string,
  resource: Resource,
  object: ObjectName,
): Promise<readonly Revision<T>[]> {
  const key = etcdKey(resource, object);
  return revisionsFrom(etcdUrl, key, (candidate) => candidate === key);
}

/** All revisions of all objects of a kind, in one namespace or in all. */
export function history<T extends KubeObject>(
  etcdUrl: string,
  resource: Resource,
  namespace = '',
): Promise<readonly Revision<T>[]> {
  const prefix = etcdPrefix(resource, namespace);
  return revisionsFrom(etcdUrl, prefix, (candidate) => candidate.startsWith(prefix));
}

interface EtcdEvent {
  readonly type?: 'DELETE';
  readonly kv: EtcdPair;
  readonly prev_kv?: EtcdPair;
}

interface EtcdPair {
  readonly key: string;
  readonly mod_revision: string;
  readonly value?: string;
}

/** A key after all of Kubernetes' own. Once the watch shows a write to it, it has shown all earlier ones. */
const endKey = '/registry0';
const behindEndKey = '/registry1';

async function revisionsFrom<T extends KubeObject>(
  etcdUrl: string,
  firstKey: string,
  wanted: (key: string) => boolean,
): Promise<readonly Revision<T>[]> {
  const endRevision = await markTheEnd(etcdUrl);
  const found: Revision<T>[] = [];
  for await (const event of watchFromTheBeginning(etcdUrl, firstKey)) {
    if (event.kv.mod_revision === endRevision) break;
    if (wanted(fromBase64(event.kv.key))) found.push(toRevision<T>(event));
  }
  return found;
}

async function markTheEnd(etcdUrl: string): Promise<string> {
  const body = JSON.stringify({ key: toBase64(endKey), value: toBase64('end') });
  const response = await fetch(`${etcdUrl}/v3/kv/put`, { method: 'POST', body });
  return parseJson<{ header: { revision: string } }>(await response.text()).header.revision;
}

async function* watchFromTheBeginning(etcdUrl: string, firstKey: string): AsyncGenerator<EtcdEvent, void, void> {
  const abort = new AbortController();
  const range = { key: toBase64(firstKey), range_end: toBase64(behindEndKey) };
  const body = JSON.stringify({ create_request: { ...range, start_revision: '1', prev_kv: true } });
  const { body: answer } = await fetch(`${etcdUrl}/v3/watch`, { method: 'POST', body, signal: abort.signal });
  if (answer === null) return;
  try {
    for await (const line of lines(answer)) {
      yield* parseJson<{ result: { events?: EtcdEvent[] } }>(line).result.events ?? [];
    }
  } finally {
    abort.abort();
  }
}

function toRevision<T extends KubeObject>({ type, kv, prev_kv: previous }: EtcdEvent): Revision<T> {
  const deleted = type === 'DELETE';
  const object = parseJson<T>(fromBase64((deleted ? previous?.value : kv.value) ?? ''));
  const { namespace = '', name = '' } = object.metadata ?? {};
  return { revision: Number(kv.mod_revision), type: deleted ? 'Delete' : 'Put', name: { namespace, name }, object };
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
