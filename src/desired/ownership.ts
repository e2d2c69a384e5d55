// Whose is this Service or EndpointSlice?
// Nothing is touched that is not ours: an object is ours by its controller reference, or adoptable when it has none
// but carries our managed-by label, as an uninstall with orphaned objects leaves it.
import { GROUP, KIND, MANAGER, VERSION } from '../api/names.ts';
import type { KubeObject } from '../kube/wire.ts';

export interface Owner {
  readonly name: string;
  readonly uid: string;
}

/** awaitingCollection: it belongs to a same-named predecessor of the owner and is about to be garbage-collected. */
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

/** Without blockOwnerDeletion: it would need the permission to set finalizers, and nothing here waits for deletion. */
export function ownerReference(owner: Owner): OwnerReference {
  return { apiVersion: `${GROUP}/${VERSION}`, kind: KIND, name: owner.name, uid: owner.uid, controller: true };
}

export interface Claimant extends Owner {
  /** RFC 3339, as the API gives it. */
  readonly creationTimestamp: string;
}

/** Which of two objects that ask for the same Service name gets it, as long as the Service does not say: the older. */
export function precedes(a: Claimant, b: Claimant): boolean {
  if (a.creationTimestamp !== b.creationTimestamp) return a.creationTimestamp < b.creationTimestamp;
  return a.uid < b.uid;
}
