// How is everything of one kind listed?
// In pages, of which the first is a quorum read and fixes the moment for all others.
import { callApi, type Caller } from './apiCall.ts';
import type { ListOptions } from './apiClient.ts';
import { apiVersionOf, type Resource } from './resource.ts';
import { collectionPath, withQuery } from './resourcePath.ts';
import type { KubeObject } from './wire.ts';

export interface ListRequest extends ListOptions {
  readonly resource: Resource;
  readonly signal?: AbortSignal;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The moment of the list, the same on all its pages. */
  readonly resourceVersion: string;
}

interface ListAnswer<T> {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly T[] | null;
}

const PAGE_SIZE = 500;

/** A page of full objects is megabytes, which a busy server takes its time for. */
const PAGE_DEADLINE_MS = 30_000;

/** One page after the other. */
export async function* listPages<T extends KubeObject>(
  caller: Caller,
  { resource, namespace, labelSelector, fieldSelector, signal }: ListRequest,
): AsyncGenerator<Page<T>, void, void> {
  let token: string | undefined;
  do {
    const query = { limit: String(PAGE_SIZE), labelSelector, fieldSelector, continue: token };
    const path = withQuery(collectionPath(resource, namespace), query);
    const { metadata, items } = await callApi<ListAnswer<T>>(caller, {
      action: 'list',
      verb: 'list',
      resource,
      object: { namespace: namespace ?? '' },
      request: { pool: 'calls', method: 'GET', path, deadlineMs: PAGE_DEADLINE_MS, ...(signal ? { signal } : {}) },
    });
    // Items of a list do not say what they are; those of a watch do.
    const whole = (items ?? []).map((item) => ({ apiVersion: apiVersionOf(resource), kind: resource.kind, ...item }));
    yield { items: whole, resourceVersion: metadata?.resourceVersion ?? '' };
    token = metadata?.continue === '' ? undefined : metadata?.continue;
  } while (token !== undefined);
}
