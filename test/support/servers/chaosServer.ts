// A server of lists and watches that fails in random ways: each list and each watch may end in one of many faults, and
// bytes arrive in pieces that are cut anywhere.
import type {
  SendRequest,
  StreamBody,
  TransportAnswer,
  Transport,
  TransportRequest,
} from '../../../src/kube/transport/transport.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';
import { thing } from './reflected.ts';
import { json, refusal } from './scriptedTransport.ts';

/** How a list fails. */
export const listFaults = ['429', '500', '503', '504', 'no answer', 'no JSON', 'page expired'] as const;
/** How a watch fails, after it has sent a part of its events. */
export const watchFaults = [
  ...(['429', '500', '503', '504', '410', 'no answer'] as const),
  ...(['reset', 'end', 'cut line', 'garbage', 'error 410', 'error 500', 'silence'] as const),
] as const;

export type ListFault = (typeof listFaults)[number];
export type WatchFault = (typeof watchFaults)[number];

interface HistoryEntry {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
  readonly version: number;
}

export class ChaosServer implements Transport {
  /** The injected faults, and how often. */
  readonly injected = new Map<string, number>();
  readonly listFaults: ListFault[] = [];
  readonly watchFaults: WatchFault[] = [];
  readonly #objects = new Map<string, KubeObject>();
  readonly #history: HistoryEntry[] = [];
  readonly #random: () => number;
  #version = 10;
  #oldest = 0;
  #made = 0;
  #listed: { readonly version: number; readonly items: readonly KubeObject[] } = { version: 0, items: [] };
  #changed = Promise.withResolvers<void>();

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The names and versions of all objects. */
  get state(): readonly string[] {
    return [...this.#objects.values()].map(identityOf).toSorted();
  }

  /** Creates the object, or changes it. */
  write(name: string): void {
    const uid = this.#objects.get(name)?.metadata?.uid;
    this.#made += uid === undefined ? 1 : 0;
    const object = thing(name, ++this.#version, { uid: uid ?? `${name}-ö🦕${this.#made}` });
    this.#objects.set(name, object);
    this.#record(uid === undefined ? 'ADDED' : 'MODIFIED', object);
  }

  delete(name: string): void {
    const object = this.#objects.get(name);
    if (object === undefined || !this.#objects.delete(name)) return;
    const { uid = '' } = object.metadata ?? {};
    this.#record('DELETED', thing(name, ++this.#version, { uid }));
  }

  /** Compacts the history: a watch from an earlier version has to list again. */
  compact(): void {
    this.#oldest = this.#version;
  }

  async send({ path }: SendRequest): Promise<TransportAnswer<string>> {
    const token = new URL(path, 'http://server').searchParams.get('continue');
    const fault = this.#next(this.listFaults);
    if (fault === 'page expired') return token === null ? this.#page(0, 1) : refusal(410, 'Expired');
    if (fault === 'no answer') throw new Error('connect ECONNREFUSED');
    if (fault === 'no JSON') return { status: 200, retryAfterMs: undefined, body: '{"items": [' };
    if (fault !== undefined) return refusal(Number(fault));
    return token === null ? this.#page(0, 2) : this.#page(Number(token), Infinity);
  }

  async stream({ path, signal }: TransportRequest): Promise<TransportAnswer<StreamBody>> {
    const from = Number(new URL(path, 'http://server').searchParams.get('resourceVersion'));
    const fault = this.#next(this.watchFaults) ?? (from < this.#oldest ? '410' : undefined);
    if (fault === 'no answer') throw new Error('connect ECONNREFUSED');
    const until = signal ?? new AbortController().signal;
    if (fault !== undefined && /^\d/.test(fault)) return answer(Number(fault), this.#pieces('', until));
    return answer(200, this.#watch(from, fault, until));
  }

  async close(): Promise<void> {}

  #next<T extends string>(faults: T[]): T | undefined {
    const fault = faults.shift();
    if (fault !== undefined) this.injected.set(fault, (this.injected.get(fault) ?? 0) + 1);
    return fault;
  }

  #record(type: HistoryEntry['type'], object: KubeObject): void {
    this.#history.push({ type, object, version: this.#version });
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  /** All pages show the state at the first. */
  #page(start: number, length: number): TransportAnswer<string> {
    if (start === 0) this.#listed = { version: this.#version, items: [...this.#objects.values()] };
    const { version, items } = this.#listed;
    const isLast = start + length >= items.length;
    const metadata = { resourceVersion: String(version), continue: isLast ? '' : String(start + length) };
    return json({ metadata, items: items.slice(start, start + length) });
  }

  async *#watch(from: number, fault: WatchFault | undefined, until: AbortSignal): AsyncGenerator<Uint8Array> {
    let sentVersion = from;
    const unsent = (): readonly HistoryEntry[] => this.#history.filter(({ version }) => version > sentVersion);
    if (fault !== undefined) {
      const part = unsent().slice(0, Math.floor(this.#random() * (unsent().length + 1)));
      yield* this.#pieces(part.map(lineOf).join(''), until);
      yield* this.#goWrong(fault, until);
      return;
    }
    for (;;) {
      const fresh = unsent();
      sentVersion = fresh.at(-1)?.version ?? sentVersion;
      yield* this.#pieces(fresh.map(lineOf).join(''), until);
      if (unsent().length === 0) await Promise.race([this.#changed.promise, aborted(until)]);
    }
  }

  async *#goWrong(fault: WatchFault, until: AbortSignal): AsyncGenerator<Uint8Array> {
    if (fault === 'reset') throw new Error('read ECONNRESET');
    if (fault === 'silence') await aborted(until);
    if (fault === 'cut line') yield* this.#pieces('{"type":"MODIFIED","object":{"metadata":{"name":"grö', until);
    if (fault === 'garbage') yield* this.#pieces('<html>\n', until);
    const code = /^error (\d+)$/.exec(fault)?.[1];
    const error = { type: 'ERROR', object: { code: Number(code), reason: 'Chaos', message: 'by chaos' } };
    if (code !== undefined) yield* this.#pieces(`${JSON.stringify(error)}\n`, until);
  }

  /** A few bytes at a time, cut within lines and characters. */
  async *#pieces(text: string, until: AbortSignal): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.from(text);
    for (let start = 0; start < bytes.length;) {
      until.throwIfAborted();
      const end = start + 1 + Math.floor(this.#random() * 200);
      yield bytes.subarray(start, end);
      start = end;
    }
  }
}

export function identityOf({ metadata }: { readonly metadata?: object }): string {
  const { uid = '', resourceVersion = '' }: { uid?: string; resourceVersion?: string } = metadata ?? {};
  return `${uid}@${resourceVersion}`;
}

function lineOf({ type, object }: HistoryEntry): string {
  return `${JSON.stringify({ type, object })}\n`;
}

function answer(status: number, bytes: AsyncGenerator<Uint8Array>): TransportAnswer<StreamBody> {
  return { status, retryAfterMs: undefined, body: Object.assign(bytes, { text: async () => '' }) };
}

async function aborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}
