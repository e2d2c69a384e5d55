// What is the name of an object's Service?
import type { ActiveStandbyService } from './activeStandbyService.generated.ts';

export function serviceNameOf({ metadata, spec }: Pick<ActiveStandbyService, 'metadata' | 'spec'>): string {
  return spec.service.name ?? metadata.name;
}
