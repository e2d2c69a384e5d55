// Makes one call of the API and parses its JSON. Each call is counted and timed; each failure is an ApiError.
import type { KubeObserver } from '../observer.ts';
import { PROTOBUF } from '../protobuf/protobufList.ts';
import type { Clock } from '../timing/clock.ts';
import { describeNetworkError, mayHaveBeenSent } from '../transport/networkError.ts';
import type { TransportAnswer, SendRequest, StreamBody, Transport } from '../transport/transport.ts';
import { ApiError, type ApiRequestName } from './apiError.ts';
import { statusOfProtobuf } from './protobufStatus.ts';
import { statusOf, type StatusText } from './status.ts';

export interface Caller {
  readonly transport: Transport;
  readonly observer: Pick<KubeObserver, 'requestFinished'>;
  readonly clock: Clock;
}

export interface ApiCall extends ApiRequestName {
  readonly request: SendRequest;
  readonly subresource?: string;
  /** The verb of RBAC and metrics: "get", "list", "patch", … */
  readonly verb: string;
}

/** Returns the parsed body without validation: the one place where JSON of the server becomes a type of ours. */
export async function callApi<T>(caller: Caller, call: ApiCall): Promise<T> {
  const answer = await observed(caller, call, () => caller.transport.send(call.request));
  try {
    const body: T = JSON.parse(answer.body);
    return body;
  } catch (cause) {
    throw new ApiError(call, { message: 'the response is not JSON', outcomeUnknown: isWrite(call), cause });
  }
}

/** Opens an endless response. Its duration is measured until the headers arrive. */
export async function openStream(caller: Caller, call: ApiCall): Promise<AsyncIterable<Uint8Array>> {
  const answer = await observed(caller, call, () => caller.transport.stream(call.request));
  return answer.body;
}

async function observed<Body extends string | StreamBody>(
  caller: Caller,
  call: ApiCall,
  send: () => Promise<TransportAnswer<Body>>,
): Promise<TransportAnswer<Body>> {
  const startMs = caller.clock.monotonicMs();
  let code: number | undefined;
  try {
    const answer = await send();
    code = answer.status;
    if (code >= 200 && code < 300) return answer;
    throw await refused(call, answer);
  } catch (cause) {
    throw cause instanceof ApiError ? cause : unanswered(call, cause);
  } finally {
    const seconds = (caller.clock.monotonicMs() - startMs) / 1000;
    caller.observer.requestFinished({ verb: call.verb, resource: resourceLabel(call), code, seconds });
  }
}

async function refused(call: ApiCall, answer: TransportAnswer<string | StreamBody>): Promise<ApiError> {
  const { status: code, retryAfterMs, body } = answer;
  const status = await (typeof body === 'string' ? statusOf(body) : streamedStatus(call, body));
  // The write may have been stored before a gateway timeout or a server error.
  return new ApiError(call, { code, ...status, retryAfterMs, outcomeUnknown: isWrite(call) && code >= 500 });
}

async function streamedStatus({ request: { accept } }: ApiCall, body: StreamBody): Promise<StatusText> {
  if (accept !== PROTOBUF) return statusOf(await body.text());
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return statusOfProtobuf(Buffer.concat(chunks));
}

function unanswered(call: ApiCall, cause: unknown): ApiError {
  const outcomeUnknown = isWrite(call) && mayHaveBeenSent(cause);
  return new ApiError(call, { message: describeNetworkError(cause), outcomeUnknown, cause });
}

function isWrite({ request }: ApiCall): boolean {
  return request.method !== 'GET';
}

function resourceLabel({ resource, subresource }: ApiCall): string {
  return subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`;
}
