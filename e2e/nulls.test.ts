// Empty fields of templates on a real API server: a null counts as a missing field, however it is written.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { crdSchemaOf } from '../scripts/generate/crdSchema.ts';
import { parseActiveStandbyService } from '../src/api/validate.ts';
import { installCrds } from './cluster/bindOperator.ts';
import { startControlPlane, type ControlPlane } from './cluster/controlPlane.ts';
import { sample, type Sample } from './crd/examples/objects.ts';
import { optionalPlaces } from './crd/optionalPlaces.ts';
import { withValue } from './crd/place.ts';

const schema = crdSchemaOf(readFileSync('crds/activestandbyservice.yaml', 'utf8'));
const places = optionalPlaces(schema, sample('new')).filter((place) => place !== 'apiVersion' && place !== 'kind');
const collection = '/apis/activestandby.dev/v1alpha1/namespaces/default/activestandbyservices';

/** Each of them alone, in an object with all other fields. */
const whole = sample('new');
const ways = {
  create: (object: Sample) => plane.api.request('POST', `${collection}?dryRun=All`, { body: object }),
  'apply on the server': (object: Sample) =>
    plane.api.request('PATCH', `${collection}/new?dryRun=All&fieldManager=test`, {
      body: object,
      contentType: 'application/apply-patch+yaml',
    }),
};

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
  await installCrds(plane);
}, 60_000);

afterAll(() => plane.stop());

/** The operator's view of it, or why the object is refused. */
async function outcomeOf(attempt: Promise<unknown>): Promise<unknown> {
  const stored = await attempt.catch((error: unknown) => String(error));
  if (typeof stored === 'string') return stored.replaceAll(/\d{4}-\d\d-\d\dT[^"]*/g, '');
  const parsed = parseActiveStandbyService(stored);
  return parsed.valid ? parsed.value.spec : parsed.problems;
}

describe.each(Object.entries(ways))('a null, written by %s,', (_, write) => {
  test.each(places)('counts as a missing field: %s', async (place) => {
    const absent = await outcomeOf(write(withValue(whole, place, undefined)));
    expect(await outcomeOf(write(withValue(whole, place, null)))).toEqual(absent);
  });

  test.each(['spec.fencedPods[0]', 'spec.selector.matchExpressions[0]', 'spec.service.ports[0]'])(
    'is refused in a list: %s',
    async (place) => {
      await expect(write(withValue(whole, place, null))).rejects.toThrow(/null/);
    },
  );

  test('is refused where a field is required', async () => {
    await expect(write(withValue(whole, 'spec.selector', null))).rejects.toThrow(/spec\.selector/);
  });
});

const template = `
apiVersion: activestandby.dev/v1alpha1
kind: ActiveStandbyService
metadata:
  name: template
  labels:
  annotations:
spec:
  selector:
    matchLabels:
      app: orders
    matchExpressions:
  paused:
  service:
    name:
    type:
    ports:
      - name:
        port: 80
        targetPort:
        protocol:
        appProtocol:
  election:
  failover:
  handover:
    strategy:
    drainTimeout:
  switchover:
  fencedPods:
status:
`;

describe('a template with empty fields', () => {
  test.each([['apply'], ['apply', '--server-side']])('is accepted by kubectl %s %s', async (...command) => {
    const [verb = '', ...flags] = command.filter((word) => word !== undefined);
    const args = [verb, ...flags, '-n', 'default', '-f', '-', '-o', 'json'];
    const stored: unknown = JSON.parse(await plane.kubectl(args, template));
    expect(parseActiveStandbyService(stored)).toMatchObject({
      valid: true,
      value: { spec: { paused: false, election: { order: 'OldestReady' }, service: { type: 'ClusterIP' } } },
    });
    await plane.kubectl(['delete', 'asvc', 'template', '-n', 'default']);
  });
});
