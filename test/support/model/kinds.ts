// What the API model knows of each kind.
import type { Resource } from '../../../src/kube/resource.ts';
import { fieldsOf, type Fields, type ModelObject } from './object.ts';
import { completeService } from './service.ts';

export interface ModelKind {
  /** Whether there is a status subresource: other writes ignore the status, and a write of it ignores all else. */
  readonly hasStatus: boolean;
  /** Whether an update must name the resourceVersion that it is based on. */
  readonly needsVersion: boolean;
  /** Changes of these fields raise metadata.generation; undefined: there is no generation. */
  readonly generationOf?: (object: ModelObject) => unknown;
  /** Fills in defaults as the server does. */
  readonly complete: (object: ModelObject) => ModelObject;
  /** Why the server would refuse an update; undefined if it would not. */
  readonly problem?: (previous: Fields, next: Fields) => string | undefined;
  /** Whether a deleted object terminates first. */
  readonly lingers?: (object: ModelObject) => boolean;
}

const plain: ModelKind = { hasStatus: false, needsVersion: false, complete: (object) => object };

const kinds: ReadonlyMap<string, ModelKind> = new Map([
  [
    'activestandbyservices.activestandby.dev',
    {
      hasStatus: true,
      needsVersion: true,
      generationOf: ({ spec }: ModelObject) => spec,
      complete: (object: ModelObject) => object,
      problem: termProblem,
    },
  ],
  ['services.', { ...plain, hasStatus: true, complete: completeService }],
  ['pods.', { ...plain, hasStatus: true, generationOf: ({ spec }) => spec, complete: completePod, lingers: hasNode }],
  ['nodes.', { ...plain, hasStatus: true }],
  [
    'endpointslices.discovery.k8s.io',
    {
      ...plain,
      complete: completeSlice,
      generationOf: ({ endpoints, ports, metadata }: ModelObject) => [endpoints, ports, metadata.labels],
    },
  ],
]);

export function kindOf({ plural, group }: Resource): ModelKind {
  return kinds.get(`${plural}.${group}`) ?? plain;
}

/** The CRD's validation rule for the fencing token. */
function termProblem(previous: Fields, next: Fields): string | undefined {
  const [before, after] = [fieldsOf(previous['status']), fieldsOf(next['status'])];
  const { term: old = 0 } = before;
  const { term = 0 } = after;
  if (before['term'] === undefined) return undefined;
  if (Number(term) < Number(old)) return 'status.term must never decrease';
  const sameHolder = before['termHolderUID'] === after['termHolderUID'];
  return term === old && !sameHolder ? 'a term belongs to one pod: raise status.term' : undefined;
}

function completePod(pod: ModelObject): ModelObject {
  return { status: { phase: 'Pending' }, ...pod };
}

/** A kubelet has to stop its containers first. */
function hasNode({ spec }: ModelObject): boolean {
  return typeof fieldsOf(spec)['nodeName'] === 'string';
}

function completeSlice(slice: ModelObject): ModelObject {
  const ports = Array.isArray(slice['ports']) ? slice['ports'] : [];
  return { ...slice, ports: ports.map((port) => ({ name: '', protocol: 'TCP', ...fieldsOf(port) })) };
}
