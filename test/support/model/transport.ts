// The API model as reflectors reach it: lists and watches, which a test can break or refuse per kind.
import {
  activeStandbyServices,
  endpointSlices,
  nodes,
  pods,
  services,
} from '../../../src/controller/cache/resources.ts';
import { isNewer } from '../../../src/kube/api/resourceVersion.ts';
import type { Resource } from '../../../src/kube/resource.ts';
import type {
  TransportAnswer,
  StreamBody,
  Transport,
  TransportRequest,
} from '../../../src/kube/transport/transport.ts';
import { listBytes } from '../objects/protobufBytes.ts';
import { nodeBytes, podBytes } from '../objects/protobufObjects.ts';
import { json, refusal, refusedStream } from '../servers/scriptedTransport.ts';
import type { ApiModel } from './apiModel.ts';

const followed = [activeStandbyServices, services, endpointSlices, pods, nodes];

/** No answer, or the status of a refusal. */
type Trouble = 'cut off' | number;

export class ModelTransport implements Transport {
  /** "list pods", "watch pods", …, failing ones included. */
  readonly requests: string[] = [];
  readonly #model: ApiModel;
  readonly #troubles = new Map<Resource, Trouble>();
  readonly #connected = new Map<Resource, AbortController>();

  constructor(model: ApiModel) {
    this.#model = model;
  }

  /** From now on, open watches included. */
  trouble(trouble: Trouble, ...resources: readonly Resource[]): void {
    for (const resource of resources) {
      this.#troubles.set(resource, trouble);
      this.#connected.get(resource)?.abort(new Error('other side closed'));
    }
  }

  heal(...resources: readonly Resource[]): void {
    for (const resource of resources) this.#troubles.delete(resource);
  }

  async send({ path }: TransportRequest): Promise<TransportAnswer<string>> {
    const resource = resourceOf(path);
    this.requests.push(`list ${resource.plural}`);
    const code = this.#refusalOf(resource);
    if (code !== undefined) return refusal(code);
    const items = this.#model.list(resource);
    return json({ metadata: { resourceVersion: this.#model.storage.version }, items });
  }

  async stream({
    path,
    signal = new AbortController().signal,
  }: TransportRequest): Promise<TransportAnswer<StreamBody>> {
    const resource = resourceOf(path);
    const from = new URL(path, 'http://server').searchParams.get('resourceVersion');
    this.requests.push(`${from === null ? 'list' : 'watch'} ${resource.plural}`);
    const isForgotten = from !== null && isNewer(this.#model.storage.compacted, from);
    const code = this.#refusalOf(resource) ?? (isForgotten ? 410 : undefined);
    if (code !== undefined) return refusedStream(code)(signal);
    const body = from === null ? this.#list(resource) : this.#watch(resource, from, signal);
    return { status: 200, retryAfterMs: undefined, body: Object.assign(body, { text: async () => '' }) };
  }

  async close(): Promise<void> {}

  #refusalOf(resource: Resource): number | undefined {
    const trouble = this.#troubles.get(resource);
    if (trouble === 'cut off') throw new Error('connection refused');
    return trouble;
  }

  async *#list(resource: Resource): AsyncGenerator<Uint8Array, void, void> {
    const items = this.#model.list(resource).map(resource === nodes ? nodeBytes : podBytes);
    yield listBytes(this.#model.storage.version, items);
  }

  async *#watch(resource: Resource, from: string, signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    const { storage } = this.#model;
    const connected = new AbortController();
    this.#connected.set(resource, connected);
    const until = AbortSignal.any([signal, connected.signal]);
    const past = storage.revisions.filter((revision) => revision.resource.plural === resource.plural);
    const unsent: object[] = past.filter(({ object }) => isNewer(object.metadata.resourceVersion, from));
    let arrival = Promise.withResolvers<void>();
    const stop = storage.listen(resource, (event) => {
      unsent.push(event);
      arrival.resolve();
    });
    until.addEventListener('abort', () => arrival.resolve(), { once: true });
    try {
      for (; !until.aborted; await arrival.promise) {
        arrival = Promise.withResolvers();
        for (const event of unsent.splice(0)) yield Buffer.from(`${JSON.stringify(event)}\n`);
      }
      until.throwIfAborted();
    } finally {
      stop();
    }
  }
}

function resourceOf(path: string): Resource {
  const { pathname } = new URL(path, 'http://server');
  const found = followed.find(({ plural }) => pathname.endsWith(`/${plural}`));
  if (found === undefined) throw new Error(`Cannot tell which kind is meant by ${path}`);
  return found;
}
