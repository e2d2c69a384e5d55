// Services, EndpointSlices and ActiveStandbyServices as cached: their JSON text, and the fields that the indexes need.
import type { PodSelector } from '../../api/activeStandbyService.generated.ts';
import { LEDGER_ANNOTATION, SERVICE_NAME_LABEL, SLICE_MANAGED_BY_LABEL } from '../../api/names.ts';
import { serviceNameOf } from '../../api/serviceName.ts';
import { parseActiveStandbyService, parseNextVersion, type ParseResult } from '../../api/validate.ts';
import { readLedger, type EndpointSlice } from '../../desired/ledgerRecord.ts';
import { controllerOf, isActiveStandbyService, type Owner } from '../../desired/ownership.ts';
import type { Store } from '../../kube/cache/store.ts';
import { objectKey } from '../../kube/resource.ts';
import type { KubeObject } from '../../kube/wire.ts';
import { JsonText, type ParsedObjects } from './jsonText.ts';
import { metadataOf, type CachedMetadata } from './metadata.ts';
import { strippedAsvc, strippedService, strippedSlice } from './stripForCache.ts';

export interface CachedObject {
  readonly metadata: CachedMetadata;
  /** Shared: must not be changed. Takes some 10 µs unless the object was parsed recently. */
  parse(): KubeObject;
}

export interface CachedSlice extends CachedObject {
  /** The Service that the slice belongs to. */
  readonly serviceName: string | undefined;
  readonly managedBy: string | undefined;
  /** The controller if it is an ActiveStandbyService, which may be deleted already. */
  readonly controller: Owner | undefined;
  /** Pods that one of our slices lists, or drains. */
  readonly podUids: readonly string[];
}

export interface CachedAsvc {
  readonly metadata: CachedMetadata;
  readonly generation: number;
  readonly creationTimestamp: string;
  readonly deleting: boolean;
  /** The desired Service; for an invalid object the one in its status. */
  readonly serviceName: string;
  /** Undefined when the object is invalid: it selects nothing. */
  readonly selector: PodSelector | undefined;
  /** `election.spareActive`; undefined when the object is invalid. */
  readonly spareActive: boolean | undefined;
  /** Shared: must not be changed. Takes some 10 µs unless the object was parsed recently. */
  parse(): ParseResult;
}

class TextObject implements CachedObject {
  readonly metadata: CachedMetadata;
  readonly #text: JsonText<KubeObject>;

  constructor(object: KubeObject, kept: KubeObject, parsed: ParsedObjects) {
    this.metadata = metadataOf(object);
    this.#text = new JsonText(kept, parsed);
  }

  parse(): KubeObject {
    return this.#text.parse();
  }
}

class TextSlice extends TextObject implements CachedSlice {
  readonly serviceName: string | undefined;
  readonly managedBy: string | undefined;
  readonly controller: Owner | undefined;
  readonly podUids: readonly string[];

  constructor(object: KubeObject, kept: KubeObject, parsed: ParsedObjects) {
    super(object, kept, parsed);
    const { labels = {} } = object.metadata ?? {};
    const controller = controllerOf(object);
    this.serviceName = labels[SERVICE_NAME_LABEL];
    this.managedBy = labels[SLICE_MANAGED_BY_LABEL];
    const isOurs = controller !== undefined && isActiveStandbyService(controller);
    this.controller = isOurs ? { name: controller.name, uid: controller.uid } : undefined;
    this.podUids = podUidsOf(kept);
  }
}

class TextAsvc implements CachedAsvc {
  readonly metadata: CachedMetadata;
  readonly generation: number;
  readonly creationTimestamp: string;
  readonly deleting: boolean;
  readonly serviceName: string;
  readonly selector: PodSelector | undefined;
  readonly spareActive: boolean | undefined;
  readonly #text: JsonText<ParseResult>;

  constructor(object: KubeObject, previous: CachedAsvc | undefined, parsedObjects: ParsedObjects) {
    const { generation = 0, creationTimestamp = '', deletionTimestamp } = object.metadata ?? {};
    const known = previous?.parse();
    const kept = strippedAsvc(object);
    const parsed = known?.valid === true ? parseNextVersion(kept, known.value) : parseActiveStandbyService(kept);
    const isSameSpec = known?.valid === true && parsed.valid && parsed.value.spec === known.value.spec;
    this.metadata = metadataOf(object);
    this.generation = generation;
    this.creationTimestamp = creationTimestamp;
    this.deleting = deletionTimestamp !== undefined;
    this.serviceName = parsed.valid ? serviceNameOf(parsed.value) : (parsed.status?.serviceName ?? this.metadata.name);
    const selector = parsed.valid ? parsed.value.spec.selector : undefined;
    // The same object, so that indexes see that nothing has changed.
    this.selector = isSameSpec ? previous?.selector : selector;
    this.spareActive = parsed.valid ? parsed.value.spec.election.spareActive : undefined;
    this.#text = new JsonText(parsed, parsedObjects);
  }

  parse(): ParseResult {
    return this.#text.parse();
  }
}

interface AsvcCaches {
  readonly asvcs: Pick<Store<CachedAsvc>, 'get'>;
  readonly parsed: ParsedObjects;
}

/** Validates the spec only when it is not that of the version in the cache. */
export function toCachedAsvc(object: KubeObject, { asvcs, parsed }: AsvcCaches): CachedAsvc {
  const { namespace, name = '' } = object.metadata ?? {};
  return new TextAsvc(object, asvcs.get(objectKey({ namespace, name })), parsed);
}

export function toCachedService(object: KubeObject, parsed: ParsedObjects): CachedObject {
  return new TextObject(object, strippedService(object), parsed);
}

export function toCachedSlice(object: KubeObject, parsed: ParsedObjects): CachedSlice {
  return new TextSlice(object, strippedSlice(object), parsed);
}

/** The listed pods; while draining, the drained pod, so that its events still trigger a reconcile. */
function podUidsOf(object: KubeObject): readonly string[] {
  const slice = sliceOf(object);
  const isDraining = slice.metadata?.annotations?.[LEDGER_ANNOTATION]?.includes('"Draining"') === true;
  const drained = isDraining ? readLedger(slice)?.holder?.uid : undefined;
  return drained === undefined ? listedUidsOf(slice) : [drained];
}

function listedUidsOf({ endpoints }: EndpointSlice): readonly string[] {
  return (endpoints ?? []).flatMap(({ targetRef }) => (targetRef?.uid === undefined ? [] : [targetRef.uid]));
}

/** Fills the required fields: a foreign slice is cached without its endpoints. */
export function sliceOf(object: KubeObject): EndpointSlice {
  return { addressType: 'IPv4', endpoints: [], ...object };
}

/** Whether the object of this UID still exists; a new one of the same name does not count. */
export function isStillThere({ metadata }: CachedAsvc, asvcs: Pick<Store<CachedAsvc>, 'get'>): boolean {
  return asvcs.get(objectKey(metadata))?.metadata.uid === metadata.uid;
}
