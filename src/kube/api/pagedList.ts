// Lists a resource in pages. The first page is a quorum read, and all pages are of its resourceVersion.
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
  /** For each page. Default: 30 s, because a page can have megabytes and a busy server is slow. */
  readonly deadlineMs?: number;
  /** Objects per page. */
  readonly limit?: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The same on all pages of a list. */
  readonly resourceVersion: string;
  /** Items of the page that could not be decoded. */
  readonly unreadable: readonly Unreadable[];
}

export interface ListAnswer<T> {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly T[] | null;
  readonly unreadable?: readonly Unreadable[];
}

/** JSON of a page is parsed without yielding: 500 of our objects would block the event loop for 50 ms. */
const PAGE_SIZE = { protobuf: 500, json: 250 };

const PAGE_DEADLINE_MS = 30_000;

/** Requests the next page when the previous one was consumed. Throws an ApiError. */
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
    // Items of a list lack apiVersion and kind, unlike those of a watch.
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
