// Creates the Service, or mends it: removes what must not be there, then applies the desired fields.
import { MANAGER } from '../../api/names.ts';
import type { ApiClient } from '../../kube/api/apiClient.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import type { KubeObject } from '../../kube/wire.ts';
import { toCachedService } from '../cache/cachedObject.ts';
import type { Caches } from '../cache/caches.ts';
import { services } from '../cache/resources.ts';
import { cacheAnswer } from './cacheAnswer.ts';
import type { ContestedWrites } from './contestedWrites.ts';
import type { ServiceWrite, WriteTarget } from './plannedWrites.ts';
import { writtenRemoval, writtenService } from './serverMutations.ts';

interface ServiceSender {
  readonly client: ApiClient;
  readonly caches: Pick<Caches, 'services' | 'parsed'>;
  readonly clock: Clock;
  readonly repairs: ContestedWrites;
}

/** Records in `repairs` what the API server or an admission policy changed. Rejects with the first request that fails. */
export async function sendService(write: ServiceWrite, { asvc }: WriteTarget, sender: ServiceSender): Promise<void> {
  if (write.kind === 'none') return;
  const { client, caches, clock, repairs } = sender;
  const { service } = write;
  const { uid } = asvc.metadata;
  const toCached = (object: KubeObject) => toCachedService(object, caches.parsed);
  const target = { client, resource: services, store: caches.services, toCached, object: service };
  if (write.kind === 'mend' && write.removals.length > 0) {
    const { namespace = '', name = '' } = service.metadata ?? {};
    const answer = await cacheAnswer(target, client.jsonPatch(services, { namespace, name }, write.removals));
    repairs.wrote(writtenRemoval(uid, service, answer), clock.monotonicMs());
  }
  if (write.kind === 'mend' && !write.needsApply) return;
  const asDesired = { fieldManager: MANAGER, force: true };
  const written =
    write.kind === 'create' ? client.create(services, service) : client.apply(services, service, asDesired);
  repairs.wrote(writtenService(uid, service, await cacheAnswer(target, written)), clock.monotonicMs());
}
