// How is everything of one kind listed?
// In pages, of which the first is a quorum read and fixes the moment for all others.
import { apiVersionOf, type Resource } from '../resource.ts';
import type { Unreadable } from '../unreadable.ts';
import type { KubeObject } from '../wire.ts';
import { callApi, type ApiCall, type Caller } from './apiCall.ts';
import type { ListOptions, Reading } from './apiClient.ts';
import { protobufPage } from './protobufPage.ts';
import { collectionPath, withQuery } from './resourcePath.ts';

export interface ListRequest<T> extends ListOptions, Reading<T> {
  readonly resource: Resource;
  readonly signal?: AbortSignal;
  /** Of each page. Default: 30 s, for a page of full objects is megabytes, which a busy server takes its time for. */
  readonly deadlineMs?: number;
  /** How many objects are on a page. */
  readonly limit?: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The moment of the list, the same on all its pages. */
  readonly resourceVersion: string;
  /** What else is on it, but could not be read. */
  readonly unreadable: readonly Unreadable[];
}

export interface ListAnswer<T> {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly T[] | null;
  readonly unreadable?: readonly Unreadable[];
}

/** JSON is parsed a page at a time, in one go: 500 of our objects keep all else waiting for 50 ms. */
const PAGE_SIZE = { protobuf: 500, json: 250 };

const PAGE_DEADLINE_MS = 30_000;

/** One page after the other. */
export async function* listPages<T extends KubeObject>(
  caller: Caller,
  request: ListRequest<T>,
): AsyncGenerator<Page<T>, void, void> {
  const { resource, fromProtobuf } = request;
  let token: string | undefined;
  do {
    const call = pageCall(request, token);
    const answer: ListAnswer<T> = await (fromProtobuf === undefined
      ? callApi<ListAnswer<T>>(caller, call)
      : protobufPage(caller, call, fromProtobuf));
    const { metadata, items, unreadable = [] } = answer;
    // Items of a list do not say what they are; those of a watch do.
    const whole = (items ?? []).map((item) => ({ apiVersion: apiVersionOf(resource), kind: resource.kind, ...item }));
    yield { items: whole, resourceVersion: metadata?.resourceVersion ?? '', unreadable };
    token = metadata?.continue === '' ? undefined : metadata?.continue;
  } while (token !== undefined);
}

function pageCall<T>(
  { resource, namespace = '', signal, fromProtobuf, deadlineMs = PAGE_DEADLINE_MS, ...which }: ListRequest<T>,
  token: string | undefined,
): ApiCall {
  const { labelSelector, fieldSelector } = which;
  const { limit = fromProtobuf === undefined ? PAGE_SIZE.json : PAGE_SIZE.protobuf } = which;
  const query = { limit: String(limit), labelSelector, fieldSelector, continue: token };
  const path = withQuery(collectionPath(resource, namespace), query);
  return {
    action: 'list',
    verb: 'list',
    resource,
    object: { namespace },
    request: { pool: 'calls', method: 'GET', path, deadlineMs, namespace, ...(signal && { signal }) },
  };
}
