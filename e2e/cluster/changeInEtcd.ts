// A change of the data in etcd while the API server of a test is down, as by another API server.
import { fetch } from 'undici';
import type { ObjectName, Resource } from '../../src/kube/resource.ts';
import type { KubeObject } from '../../src/kube/wire.ts';
import { ClusterError } from './clusterError.ts';
import { etcdKey } from './etcdKey.ts';
import { parseJson } from './json.ts';

/** `change` receives the stored object, without a resourceVersion, and returns the new one. */
export async function changeInEtcd<T extends KubeObject>(
  etcdUrl: string,
  { resource, ...name }: ObjectName & { readonly resource: Resource },
  change: (object: T) => T,
): Promise<void> {
  const key = toBase64(etcdKey(resource, name));
  const { kvs: [found] = [] } = await ask<{ kvs?: { value: string }[] }>(`${etcdUrl}/v3/kv/range`, { key });
  if (found === undefined) throw new ClusterError(`change ${resource.kind} ${name.name}`, 'it is not in etcd');
  const changed = change(parseJson<T>(Buffer.from(found.value, 'base64').toString('utf8')));
  await ask(`${etcdUrl}/v3/kv/put`, { key, value: toBase64(JSON.stringify(changed)) });
}

async function ask<T>(url: string, body: object): Promise<T> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return parseJson<T>(await response.text());
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
