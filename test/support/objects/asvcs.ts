// ActiveStandbyServices as the API sends them, and as they are parsed.
import type { ActiveStandbyService } from '../../../src/api/activeStandbyService.generated.ts';
import { parseActiveStandbyService } from '../../../src/api/validate.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';

/** Unique by name: the uid is derived from it. */
export function asvcObject(
  name = 'orders',
  spec: object = {},
  rest: object = {},
): KubeObject & { readonly spec: object } {
  const metadata = {
    namespace: 'shop',
    name,
    uid: `${name}-uid`,
    resourceVersion: '1',
    generation: 1,
    creationTimestamp: '2026-01-01T00:00:00Z',
  };
  const ports = [{ port: 80, targetPort: 'http' }];
  const whole = { selector: { matchLabels: { app: name } }, service: { ports }, ...spec };
  return { apiVersion: 'activestandby.dev/v1alpha1', kind: 'ActiveStandbyService', metadata, spec: whole, ...rest };
}

/** With all defaults filled. */
export function asvc(name = 'orders', spec: object = {}): ActiveStandbyService {
  const result = parseActiveStandbyService(asvcObject(name, spec));
  if (!result.valid) throw new Error(`The test's object is invalid: ${JSON.stringify(result.problems)}`);
  return result.value;
}

/** With other settings of its Service. */
export function asvcWith(service: object): ActiveStandbyService {
  return asvc('orders', { service });
}
