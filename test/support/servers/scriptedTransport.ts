// A transport that gives the scripted answers in order; the last answer is repeated.
import { ApiError } from '../../../src/kube/api/apiError.ts';
import type {
  TransportAnswer,
  SendRequest,
  StreamBody,
  Transport,
  TransportRequest,
} from '../../../src/kube/transport/transport.ts';

export type SendAnswer = TransportAnswer<string> | Error;
export type StreamAnswer = TransportAnswer<StreamBody> | Error;

export class ScriptedTransport implements Transport {
  readonly sent: SendRequest[] = [];
  readonly streamed: TransportRequest[] = [];
  readonly #answers: SendAnswer[];
  readonly #streams: readonly ((signal: AbortSignal) => StreamAnswer)[];

  constructor(answers: readonly SendAnswer[], streams: readonly ((signal: AbortSignal) => StreamAnswer)[] = []) {
    this.#answers = [...answers];
    this.#streams = streams;
  }

  async send(request: SendRequest): Promise<TransportAnswer<string>> {
    const answer = this.#answers[Math.min(this.sent.length, this.#answers.length - 1)];
    this.sent.push(request);
    return orThrow(answer);
  }

  async stream(request: TransportRequest): Promise<TransportAnswer<StreamBody>> {
    const stream = this.#streams[Math.min(this.streamed.length, this.#streams.length - 1)];
    this.streamed.push(request);
    return orThrow(stream?.(request.signal ?? new AbortController().signal));
  }

  async close(): Promise<void> {}

  /** One parameter of each request of a kind. */
  parameters(kind: 'sent' | 'streamed', name: string): readonly (string | null)[] {
    return this[kind].map(({ path }) => new URL(path, 'http://server').searchParams.get(name));
  }
}

function orThrow<T>(answer: T | Error | undefined): T {
  if (answer === undefined) throw new ApiError(nothing, { message: 'the script has no answer' });
  if (answer instanceof Error) throw answer;
  return answer;
}

const nothing = {
  action: 'script',
  resource: { group: '', version: 'v1', plural: 'things', kind: 'Thing' },
  object: {},
};

export function json(body: object, status = 200, retryAfterMs?: number): TransportAnswer<string> {
  return { status, retryAfterMs, body: JSON.stringify(body) };
}

/** A refusal with the API's message. */
export function refusal(code: number, reason = 'Refused', retryAfterMs?: number): TransportAnswer<string> {
  return json({ kind: 'Status', code, reason, message: 'by the script' }, code, retryAfterMs);
}

/** A watch: some lines, and then the end of the stream, a connection error, or silence until the client aborts. */
export function stream(lines: readonly (object | string)[], then: 'end' | 'silence' | Error = 'silence') {
  return (signal: AbortSignal): TransportAnswer<StreamBody> => ({
    status: 200,
    retryAfterMs: undefined,
    body: Object.assign(bytes(lines, then, signal), { text: async () => '' }),
  });
}

/** An answer with raw bytes. */
export function rawStream(chunks: readonly Uint8Array[], then: 'end' | 'silence' = 'end') {
  return (signal: AbortSignal): TransportAnswer<StreamBody> => ({
    status: 200,
    retryAfterMs: undefined,
    body: Object.assign(bytes(chunks, then, signal), { text: async () => '' }),
  });
}

/** A watch whose lines come one by one, after a pause each, and then silence. */
export function slowStream(lines: readonly object[], pause: () => Promise<void>) {
  async function* slowly(signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    for (const line of lines) {
      await pause();
      yield Buffer.from(`${JSON.stringify(line)}\n`);
    }
    await aborted(signal);
  }
  return (signal: AbortSignal): TransportAnswer<StreamBody> => ({
    status: 200,
    retryAfterMs: undefined,
    body: Object.assign(slowly(signal), { text: async () => '' }),
  });
}

/** A watch that is refused. */
export function refusedStream(code: number, retryAfterMs?: number) {
  const text = async (): Promise<string> => refusal(code).body;
  return (signal: AbortSignal): TransportAnswer<StreamBody> => {
    return { status: code, retryAfterMs, body: Object.assign(bytes([], 'end', signal), { text }) };
  };
}

async function* bytes(
  lines: readonly (object | string | Uint8Array)[],
  then: 'end' | 'silence' | Error,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  for (const line of lines) yield line instanceof Uint8Array ? line : Buffer.from(toLine(line));
  if (then instanceof Error) throw then;
  if (then === 'silence') await aborted(signal);
}

function toLine(line: object | string): string {
  return typeof line === 'string' ? line : `${JSON.stringify(line)}\n`;
}

async function aborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  if (signal.aborted) reject(signal.reason);
  return promise;
}
