// The name of the Service: spec.service.name, or that of the object.
import type { ActiveStandbyService } from './activeStandbyService.generated.ts';

export function serviceNameOf({ metadata, spec }: Pick<ActiveStandbyService, 'metadata' | 'spec'>): string {
  return spec.service.name ?? metadata.name;
}
