// A reflector of small objects, and everything that it reports.
import { afterEach } from '@jest/globals';
import type { Change } from '../../../src/kube/cache/change.ts';
import { Reflector, type ReflectorOptions } from '../../../src/kube/cache/reflector.ts';
import { Store, type StoredObject } from '../../../src/kube/cache/store.ts';
import { silentObserver, type WatchRestart } from '../../../src/kube/observer.ts';
import { objectKey, type Resource } from '../../../src/kube/resource.ts';
import type { Transport } from '../../../src/kube/transport/transport.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';

export const things: Resource = { group: 'test.io', version: 'v1', plural: 'things', kind: 'Thing' };

/** An object as the API sends it. */
export function thing(name: string, resourceVersion: number, more: { uid?: string; label?: string } = {}): KubeObject {
  const { uid = `uid-${name}`, label = 'plain' } = more;
  const metadata = { namespace: 'shop', name, uid, resourceVersion: String(resourceVersion), labels: { label } };
  return { apiVersion: 'test.io/v1', kind: 'Thing', metadata };
}

/** The cached object. */
export interface KeptThing extends StoredObject {
  readonly label: string;
}

export function keep({ metadata }: KubeObject): KeptThing | undefined {
  const { namespace = '', name = '', uid = '', resourceVersion = '', labels = {} } = metadata ?? {};
  const { label = '' } = labels;
  if (label === 'poison') throw new Error(`${name} is poisoned`);
  return label === 'dull' ? undefined : { metadata: { namespace, name, uid, resourceVersion }, label };
}

export class Reflected {
  readonly store = new Store<KeptThing>();
  readonly reported: string[] = [];
  readonly restarts: WatchRestart[] = [];
  readonly errors: unknown[] = [];
  /** "shop/a", or "shop/a again". */
  readonly rejected: string[] = [];
  readonly stopping = new AbortController();
  readonly reflector: Reflector<KeptThing>;
  readonly #waiting = new Set<() => void>();

  constructor(transport: Transport, options: Partial<ReflectorOptions<KeptThing>> = {}) {
    this.reflector = new Reflector<KeptThing>({
      transport,
      resource: things,
      transform: keep,
      store: this.store,
      onChange: (change) => this.#report(inWords(change)),
      observer: {
        ...silentObserver,
        watchRestarted: ({ reason, error }) => {
          this.restarts.push(reason);
          this.#failed(error);
        },
        listFailed: ({ error }) => this.#failed(error),
        objectRejected: ({ error, name, isRepeated = false }) => {
          this.rejected.push(`${name === undefined ? '?' : objectKey(name)}${isRepeated ? ' again' : ''}`);
          this.#failed(error);
        },
        relisted: ({ count }) => this.#report(`relisted ${count}`),
      },
      random: () => 0,
      ...options,
    });
    this.reflector.start(this.stopping.signal);
  }

  /** Resolves once the condition holds, which is checked after each report. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.reflector.ended;
  }

  #report(words: string): void {
    this.reported.push(words);
    this.#wake();
  }

  #failed(error: unknown): void {
    this.errors.push(error);
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** Stops each added reflector after its test. */
export function stoppedAfterEach(): Reflected[] {
  const running: Reflected[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((reflected) => reflected.stop()));
  });
  return running;
}

function inWords({ type, object, source }: Change<KeptThing>): string {
  return `${type} ${object.metadata.uid}@${object.metadata.resourceVersion} by ${source}`;
}
