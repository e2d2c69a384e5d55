// What may the operator's ServiceAccount do, by the manifests that are shipped; and what of it did it use, by the audit log?
import type { AuditedRequest } from '../cluster/audit.ts';
import type { Manifest } from '../cluster/bindOperator.ts';

type Rule = NonNullable<Manifest['rules']>[number];

/** Such as "list pods", "update leases.coordination.k8s.io in kube-node-lease". */
export type Grant = string;

/** Of the roles that are bound to a ServiceAccount; those of a Role with its namespace. */
export function grantsOf(manifests: readonly Manifest[]): readonly Grant[] {
  const bindings = manifests.filter(({ subjects }) => subjects?.some(({ kind }) => kind === 'ServiceAccount'));
  const grants = bindings.flatMap(({ roleRef, metadata }) => {
    const role = manifests.find(({ kind, metadata: own }) => kind === roleRef?.kind && own?.name === roleRef?.name);
    const where = roleRef?.kind === 'Role' ? ` in ${metadata?.namespace ?? ''}` : '';
    return (role?.rules ?? []).flatMap((rule) => expand(rule, where));
  });
  return [...new Set(grants)].toSorted();
}

function expand({ apiGroups = [], resources = [], verbs }: Rule, where: string): readonly Grant[] {
  return apiGroups.flatMap((group) =>
    resources.flatMap((resource) => verbs.map((verb) => `${verb} ${named(resource, group)}${where}`)),
  );
}

/** Both forms, because a Role or a ClusterRole may have allowed it. */
export function grantsUsedBy({ verb, group, resource, subresource, namespace }: AuditedRequest): readonly Grant[] {
  const path = subresource === '' ? resource : `${resource}/${subresource}`;
  const grant = `${verb} ${named(path, group)}`;
  return [grant, `${grant} in ${namespace}`];
}

function named(resource: string, group: string): string {
  const [name = '', subresource] = resource.split('/');
  const full = group === '' ? name : `${name}.${group}`;
  return subresource === undefined ? full : `${full}/${subresource}`;
}
