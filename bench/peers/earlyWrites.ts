// Writes that come before the one that publishes, by the audit log: a failover must have none.
import type { AuditedRequest } from '../../e2e/cluster/audit.ts';
import { sliceNameOf } from '../../src/desired/endpointSlice.ts';

type Write = Pick<AuditedRequest, 'resource' | 'name'>;

/** How many writes to these objects and their Services were complete before that of their slice. Events are not among them. */
export function earlyWrites(writes: readonly Write[], names: readonly string[]): number {
  const counts = names.map((name) => {
    const slice = sliceNameOf(name, 'IPv4');
    const own = writes.filter((write) => [name, slice].includes(write.name));
    const published = own.findIndex(({ resource }) => resource === 'endpointslices');
    return published === -1 ? own.length : published;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}
