// Compares the Service with the desired one and computes the repair. Server-side apply sets the desired fields but
// keeps what other clients added, so a JSON patch removes that first.
import { isDeepStrictEqual } from 'node:util';
import type { JsonPatchOperation } from '../kube/api/jsonPatch.ts';
import type { Service, CoreServicePort } from './service.ts';

export interface ServiceDrift {
  /** A JSON patch for this resourceVersion only; empty when there is nothing to remove. */
  readonly removals: readonly JsonPatchOperation[];
  readonly needsApply: boolean;
}

/** Fields that send traffic elsewhere than to the active, or publish unready pods. */
const unmanagedFields = ['selector', 'externalIPs', 'publishNotReadyAddresses', 'externalName'] as const;

export function driftOf(observed: Service, desired: Service): ServiceDrift {
  const removals = removalsFrom(observed, desired);
  return {
    removals: removals.length === 0 ? [] : [versionTest(observed), ...removals],
    needsApply: !isApplied(observed, desired),
  };
}

function removalsFrom(observed: Service, desired: Service): readonly JsonPatchOperation[] {
  const ports = hasForeignPorts(observed, desired) ? [portsReplaced(observed, desired)] : [];
  const fields = unmanagedFields
    .filter((field) => isSet(observed.spec?.[field]))
    .map((field) => ({ op: 'remove', path: `/spec/${field}` }) as const);
  return [...ports, ...typeRestored(observed, desired), ...fields];
}

/** An ExternalName Service has no IP family, so that no pod could be published. */
function typeRestored({ spec }: Service, desired: Service): readonly JsonPatchOperation[] {
  if (spec?.type !== 'ExternalName') return [];
  const { type, clusterIP } = desired.spec ?? {};
  const restored = { op: 'replace', path: '/spec/type', value: type } as const;
  // In the same patch: a cluster IP that the API server picks cannot be removed later.
  return clusterIP === undefined ? [restored] : [restored, { op: 'add', path: '/spec/clusterIP', value: clusterIP }];
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** Some port is not desired, or has a field that an apply would keep. */
function hasForeignPorts(observed: Service, desired: Service): boolean {
  const wanted = desired.spec?.ports ?? [];
  return (observed.spec?.ports ?? []).some((port) => !wanted.some((own) => isOwn(port, own) && !addsTo(port, own)));
}

function isOwn(port: CoreServicePort, own: CoreServicePort): boolean {
  return own.port === port.port && own.protocol === (port.protocol ?? 'TCP');
}

function addsTo(port: CoreServicePort, own: CoreServicePort): boolean {
  return (['name', 'appProtocol'] as const).some((field) => own[field] === undefined && isSet(port[field]));
}

/** Replaces all ports at once: another port may have the name of ours, and no order of single steps is always valid. */
function portsReplaced(observed: Service, desired: Service): JsonPatchOperation {
  const ports = desired.spec?.ports ?? [];
  return ports.length === 0 && observed.spec?.ports !== undefined
    ? { op: 'remove', path: '/spec/ports' }
    : { op: 'replace', path: '/spec/ports', value: ports };
}

function versionTest(observed: Service): JsonPatchOperation {
  return { op: 'test', path: '/metadata/resourceVersion', value: observed.metadata?.resourceVersion };
}

function isApplied(observed: Service, desired: Service): boolean {
  return isMetadataApplied(observed, desired) && isSpecApplied(observed, desired);
}

function isMetadataApplied({ metadata }: Service, desired: Service): boolean {
  const labels = Object.entries(desired.metadata?.labels ?? {});
  const owners = desired.metadata?.ownerReferences ?? [];
  return (
    labels.every(([key, value]) => metadata?.labels?.[key] === value) &&
    owners.every((owner) => metadata?.ownerReferences?.some((own) => own.uid === owner.uid && own.controller === true))
  );
}

function isSpecApplied({ spec }: Service, desired: Service): boolean {
  const wanted = desired.spec;
  const isHeadless = wanted?.clusterIP === 'None';
  return (
    spec?.type === wanted?.type &&
    (spec?.clusterIP === 'None') === isHeadless &&
    spec?.ipFamilyPolicy === wanted?.ipFamilyPolicy &&
    spec?.internalTrafficPolicy === wanted?.internalTrafficPolicy &&
    isDeepStrictEqual(byNumber(spec?.ports), byNumber(wanted?.ports))
  );
}

type Ports = NonNullable<Service['spec']>['ports'];

function byNumber(ports: Ports = []): ReadonlyMap<string, object> {
  return new Map(
    ports.map(({ name, port, targetPort, protocol = 'TCP', appProtocol }) => [
      `${port}/${protocol}`,
      { name, targetPort, appProtocol },
    ]),
  );
}
