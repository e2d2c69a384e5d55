// How does the Service differ from what it should be, and what mends it?
// Server-side apply sets what we want; what somebody else added it leaves alone, so that is patched away first.
import { isDeepStrictEqual } from 'node:util';
import type { JsonPatchOperation } from '../kube/api/jsonPatch.ts';
import type { Service, CoreServicePort } from './service.ts';

export interface ServiceDrift {
  /** JSON patch, valid for this resourceVersion only; empty when there is nothing to remove. */
  readonly removals: readonly JsonPatchOperation[];
  readonly needsApply: boolean;
}

/** Fields that send traffic elsewhere than to the active, or show an unready pod. */
const unmanagedFields = ['selector', 'externalIPs', 'publishNotReadyAddresses', 'externalName'] as const;

export function driftOf(observed: Service, desired: Service): ServiceDrift {
  const removals = removalsFrom(observed, desired);
  return {
    removals: removals.length === 0 ? [] : [versionTest(observed), ...removals],
    needsApply: !isApplied(observed, desired),
  };
}

function removalsFrom(observed: Service, desired: Service): readonly JsonPatchOperation[] {
  const ports = strangePorts(observed, desired) ? [portsReplaced(observed, desired)] : [];
  const fields = unmanagedFields
    .filter((field) => isSet(observed.spec?.[field]))
    .map((field) => ({ op: 'remove', path: `/spec/${field}` }) as const);
  return [...ports, ...typeRestored(observed, desired), ...fields];
}

/** A Service of this type needs an external name and has no IP family, so that nobody could be published meanwhile. */
function typeRestored({ spec }: Service, desired: Service): readonly JsonPatchOperation[] {
  if (spec?.type !== 'ExternalName') return [];
  const { type, clusterIP } = desired.spec ?? {};
  const restored = { op: 'replace', path: '/spec/type', value: type } as const;
  // Said at once: an IP that the API server picks could not be changed to none.
  return clusterIP === undefined ? [restored] : [restored, { op: 'add', path: '/spec/clusterIP', value: clusterIP }];
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** Ports that are not ours, and ports of ours with something that an apply would leave there. */
function strangePorts(observed: Service, desired: Service): boolean {
  const wanted = desired.spec?.ports ?? [];
  return (observed.spec?.ports ?? []).some((port) => !wanted.some((own) => isOwn(port, own) && !addsTo(port, own)));
}

function isOwn(port: CoreServicePort, own: CoreServicePort): boolean {
  return own.port === port.port && own.protocol === (port.protocol ?? 'TCP');
}

function addsTo(port: CoreServicePort, own: CoreServicePort): boolean {
  return (['name', 'appProtocol'] as const).some((field) => own[field] === undefined && isSet(port[field]));
}

/** All ports at once: a stranger may hold the name of ours, and no order of single steps is always valid. */
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
