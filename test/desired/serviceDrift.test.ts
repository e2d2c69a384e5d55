import { describe, expect, test } from '@jest/globals';
import { services } from '../../src/controller/cache/resources.ts';
import { desiredService, type Service } from '../../src/desired/service.ts';
import { driftOf } from '../../src/desired/serviceDrift.ts';
import { ApiModel } from '../support/model/apiModel.ts';
import { asvcWith } from '../support/objects/asvcs.ts';

const NAME = { namespace: 'shop', name: 'orders' };
const ports = [
  { name: 'web', port: 80, targetPort: 'http' },
  { name: 'db', port: 5432, appProtocol: 'kubernetes.io/h2c' },
];
const desired = desiredService(asvcWith({ ports }));
const [web, db] = desired.spec?.ports ?? [];

type Spec = NonNullable<Service['spec']>;

describe('the Service', () => {
  test('has no selector, one IP family, and every field that the API would default', () => {
    expect(desired).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        namespace: 'shop',
        name: 'orders',
        labels: { 'app.kubernetes.io/managed-by': 'activestandby.dev' },
        ownerReferences: [expect.objectContaining({ name: 'orders', uid: 'orders-uid', controller: true })],
      },
      spec: {
        type: 'ClusterIP',
        ipFamilyPolicy: 'SingleStack',
        internalTrafficPolicy: 'Cluster',
        ports: [
          { name: 'web', port: 80, targetPort: 'http', protocol: 'TCP' },
          { name: 'db', port: 5432, targetPort: 5432, protocol: 'TCP', appProtocol: 'kubernetes.io/h2c' },
        ],
      },
    });
  });

  test('has no name on its only port, also after another client has set one', () => {
    const unnamed = desiredService(asvcWith({ ports: [{ port: 80 }] }));
    const named = { ...unnamed, spec: { ...unnamed.spec, ports: [{ port: 80, targetPort: 80, name: 'x' }] } };
    expect(driftOf(named, unnamed).removals).toContainEqual({
      op: 'replace',
      path: '/spec/ports',
      value: [{ port: 80, targetPort: 80, protocol: 'TCP' }],
    });
  });

  test('has no cluster IP when it is headless, and its own name', () => {
    const { metadata, spec } = desiredService(asvcWith({ type: 'Headless', name: 'db' }));
    expect([metadata?.name, spec?.clusterIP, spec?.type, spec?.ports]).toEqual(['db', 'None', 'ClusterIP', []]);
  });
});

/** The Service after its spec was changed by hand. */
function changed(change: Partial<Spec>, metadata: object = {}): { model: ApiModel; observed: Service } {
  const model = new ApiModel();
  model.apply(services, desired, { fieldManager: 'activestandby.dev', force: true });
  const stored: Service = model.get(services, NAME);
  const spec: Spec = { ...stored.spec, ...change };
  return { model, observed: model.put(services, { ...stored, metadata: { ...stored.metadata, ...metadata }, spec }) };
}

const strange: readonly [string, Partial<Spec>][] = [
  ['a selector', { selector: { app: 'orders' } }],
  ['an external IP', { externalIPs: ['192.0.2.1'] }],
  ['unready addresses', { publishNotReadyAddresses: true }],
  ['an external name', { type: 'ExternalName', externalName: 'example.org', clusterIP: '' }],
  ['another type', { type: 'NodePort' }],
  ['two families', { ipFamilyPolicy: 'PreferDualStack' }],
  ['an additional port', { ports: [...(desired.spec?.ports ?? []), { name: 'x', port: 81, protocol: 'TCP' }] }],
  [
    'an additional port of the same number',
    { ports: [...(desired.spec?.ports ?? []), { name: 'x', port: 80, protocol: 'UDP' }] },
  ],
  ['a missing port', { ports: web === undefined ? [] : [web] }],
  ['no port', { ports: [] }],
  [
    'another target port',
    { ports: [{ name: 'web', port: 80, targetPort: 8081, protocol: 'TCP' }, ...(db === undefined ? [] : [db])] },
  ],
  [
    'swapped names',
    {
      ports: [
        { ...web, name: 'db', port: 80 },
        { ...db, name: 'web', port: 5432 },
      ],
    },
  ],
  ['another port with the name of ours', { ports: [{ name: 'web', port: 81 }, ...(db === undefined ? [] : [db])] }],
  [
    'another application protocol',
    {
      ports: [
        { ...web, port: 80 },
        { ...db, port: 5432, appProtocol: 'http' },
      ],
    },
  ],
  [
    'an application protocol that the spec does not have',
    {
      ports: [
        { ...web, port: 80, appProtocol: 'http' },
        { ...db, port: 5432 },
      ],
    },
  ],
];

describe('a change by hand', () => {
  test('is absent at first', () => {
    expect(driftOf(changed({}).observed, desired)).toEqual({ removals: [], needsApply: false });
  });

  test.each(strange)('is detected: %s', (_, change) => {
    const { removals, needsApply } = driftOf(changed(change).observed, desired);
    expect(needsApply || removals.length > 0).toBe(true);
  });

  test.each(strange)('is repaired, and stays repaired: %s', (_, change) => {
    const { model, observed } = changed(change);
    mend(model, observed);
    expect(driftOf(model.get(services, NAME), desired)).toEqual({ removals: [], needsApply: false });
  });

  test.each<[string, object]>([
    ['a label', { labels: {} }],
    ['the owner', { ownerReferences: [] }],
  ])('may be %s, which is repaired, too', (_, metadata) => {
    const { model, observed } = changed({}, metadata);
    expect(driftOf(observed, desired)).toEqual({ removals: [], needsApply: true });
    mend(model, observed);
    expect(driftOf(model.get(services, NAME), desired).needsApply).toBe(false);
  });

  test('is removed only from the observed version', () => {
    const { observed } = changed({ selector: { app: 'orders' } });
    const { removals } = driftOf(observed, desired);
    expect(removals[0]).toEqual({
      op: 'test',
      path: '/metadata/resourceVersion',
      value: observed.metadata?.resourceVersion,
    });
  });

  test.each<[string, Partial<Spec>]>([
    ['a session affinity', { sessionAffinity: 'ClientIP' }],
    ['an empty selector', { selector: {} }],
    ['an order of ports', { ports: (desired.spec?.ports ?? []).toReversed() }],
  ])('is left alone when traffic goes to the same pod: %s', (_, change) => {
    expect(driftOf(changed(change).observed, desired)).toEqual({ removals: [], needsApply: false });
  });
});

/** As a reconcile does it: removals first, then the apply. */
function mend(model: ApiModel, observed: Service): void {
  const { removals, needsApply } = driftOf(observed, desired);
  if (removals.length > 0) model.jsonPatch(services, NAME, removals);
  if (needsApply) model.apply(services, desired, { fieldManager: 'activestandby.dev', force: true });
}
