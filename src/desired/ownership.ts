// Decides whose a Service or EndpointSlice is; only the operator's own objects are written. An object is ours by
// its controller reference. It is adoptable when it has none but carries the managed-by label, as after an
// uninstall that orphans objects.
import { GROUP, KIND, MANAGER, VERSION } from '../api/names.ts';
import type { KubeObject } from '../kube/wire.ts';

export interface Owner {
  readonly name: string;
  readonly uid: string;
}

/** awaitingCollection: owned by a deleted predecessor of the same name, and about to be garbage-collected. */
export type Claim = 'ours' | 'adoptable' | 'awaitingCollection' | 'foreign';

type OwnerReference = NonNullable<NonNullable<KubeObject['metadata']>['ownerReferences']>[number];

export function claimOn(object: KubeObject, owner: Owner, managedByLabel: string): Claim {
  const controller = controllerOf(object);
  if (controller === undefined) {
    return object.metadata?.labels?.[managedByLabel] === MANAGER ? 'adoptable' : 'foreign';
  }
  if (controller.uid === owner.uid) return 'ours';
  return isActiveStandbyService(controller) && controller.name === owner.name ? 'awaitingCollection' : 'foreign';
}

export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find(({ controller }) => controller === true);
}

export function isActiveStandbyService({ kind, apiVersion }: { kind: string; apiVersion: string }): boolean {
  return kind === KIND && apiVersion.startsWith(`${GROUP}/`);
}

/** Without blockOwnerDeletion, which needs the permission to set finalizers; no deletion is waited for. */
export function ownerReference(owner: Owner): OwnerReference {
  return { apiVersion: `${GROUP}/${VERSION}`, kind: KIND, name: owner.name, uid: owner.uid, controller: true };
}

export interface Claimant extends Owner {
  /** RFC 3339. */
  readonly creationTimestamp: string;
}

/** `a` gets the Service name that both claim, unless the Service has an owner: the older object wins. */
export function precedes(a: Claimant, b: Claimant): boolean {
  if (a.creationTimestamp !== b.creationTimestamp) return a.creationTimestamp < b.creationTimestamp;
  return a.uid < b.uid;
}
