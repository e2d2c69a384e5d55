// Server behaviour that depends on the kind.
import { expect, it } from '@jest/globals';
import { isAlreadyExists } from '../../../../src/kube/api/apiError.ts';
import { eventResource } from '../../../../src/kube/events/eventObject.ts';
import { type AnyObject, fresh, pod, pods, refusal, service, services, type ApiUnderTest } from './objects.ts';

export function describeServices(connect: () => ApiUnderTest): void {
  it('fills in the defaults of a Service', async () => {
    const { client, namespace } = connect();
    const { spec } = await client.create<AnyObject>(services, service(namespace));
    expect(spec).toEqual({
      type: 'ClusterIP',
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      clusterIP: expect.stringMatching(/^10\./),
      clusterIPs: [spec?.['clusterIP']],
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
    });
  });

  it('gives a headless Service no cluster IP', async () => {
    const { client, namespace } = connect();
    const wanted = {
      ...service(namespace),
      spec: { clusterIP: 'None', ports: [{ port: 80 }], ipFamilyPolicy: 'SingleStack' },
    };
    const { spec } = await client.create<AnyObject>(services, wanted);
    expect([spec?.['clusterIP'], spec?.['clusterIPs']]).toEqual(['None', ['None']]);
  });
}

export function describeOthers(connect: () => ApiUnderTest): void {
  it('creates a pod as Pending, and accepts its status', async () => {
    const { client, namespace } = connect();
    const made = await client.create(pods, pod(namespace));
    expect(made.status?.['phase']).toBe('Pending');
    const status = { ...made.status, phase: 'Running', podIP: '10.9.0.7', podIPs: [{ ip: '10.9.0.7' }] };
    expect((await client.updateStatus(pods, { ...made, status })).status).toEqual(status);
  });

  it('creates an Event once', async () => {
    const { client, namespace } = connect();
    const event = {
      metadata: fresh(namespace),
      eventTime: '2026-01-01T00:00:00.123456Z',
      reportingController: 'activestandby.dev',
      reportingInstance: 'one',
      action: 'Elect',
      reason: 'Elected',
      type: 'Normal',
      regarding: { apiVersion: 'v1', kind: 'Pod', namespace, name: 'a', uid: 'uid-a' },
    };
    const made = await client.create<AnyObject>(eventResource, event);
    expect(made['eventTime']).toBe('2026-01-01T00:00:00.123456Z');
    expect(isAlreadyExists(await refusal(client.create(eventResource, event)))).toBe(true);
  });
}
