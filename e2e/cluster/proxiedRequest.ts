// A request through the fault proxy, and the filters by which a test selects requests.
import type { IncomingMessage } from 'node:http';
import type { Resource } from '../../src/kube/resource.ts';

export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Empty for a read. */
  readonly body: string;
}

export type Matching = (request: ProxiedRequest) => boolean;

export const isWrite: Matching = ({ method }) => method !== 'GET' && method !== 'HEAD';

const objectPathPattern =
  /^\/(?:api|apis\/(?<group>[^/]+))\/[^/]+(?:\/namespaces\/[^/]+)?\/(?<plural>[^/]+)(?:\/[^/]+(?:\/(?<subresource>[^/]+))?)?$/;

/** A write of these objects, of all their subresources unless one is named ('' is the object itself). */
export function isWriteOf(resource: Resource, subresource?: string): Matching {
  return (request) => {
    const { group = '', plural = '', subresource: actual = '' } = objectPathPattern.exec(request.path)?.groups ?? {};
    if (!isWrite(request) || group !== resource.group || plural !== resource.plural) return false;
    return subresource === undefined || subresource === actual;
  };
}

export function isWatchOf({ group, plural }: Resource): Matching {
  return ({ path, query }) => {
    const { group: actual = '', plural: kind } = objectPathPattern.exec(path)?.groups ?? {};
    return query.get('watch') === 'true' && actual === group && kind === plural;
  };
}

export async function readRequest(incoming: IncomingMessage): Promise<ProxiedRequest> {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'https://proxy');
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString('utf8');
  return { method: incoming.method ?? 'GET', path: pathname, query: searchParams, body };
}
