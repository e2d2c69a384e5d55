import { describe, expect, test } from '@jest/globals';
import { endpointPortsOf, namedPortsOf } from '../../src/desired/targetPorts.ts';
import { asvcWith } from '../support/objects/asvcs.ts';
import { pod, withoutPorts } from '../support/election/pods.ts';

const ports = [
  { name: 'web', port: 80, targetPort: 'http', appProtocol: 'http' },
  { name: 'dns', port: 53, protocol: 'UDP' },
  { name: 'db', port: 5432, targetPort: 15432 },
];
const asvc = asvcWith({ ports });

describe('ports of the slice', () => {
  test("have the Service's names and the pod's numbers", () => {
    expect(endpointPortsOf(asvc, pod('a'))).toEqual([
      { name: 'web', port: 8080, protocol: 'TCP', appProtocol: 'http' },
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'db', port: 15432, protocol: 'TCP' },
    ]);
  });

  test("follow each pod's own number", () => {
    const other = pod('b', { namedPorts: [{ name: 'http', number: 9090, protocol: 'TCP' }] });
    expect(endpointPortsOf(asvc, other)[0]).toMatchObject({ port: 9090 });
  });

  test('leave out a name that the pod does not have', () => {
    expect(endpointPortsOf(asvc, withoutPorts(pod('a'))).map(({ name }) => name)).toEqual(['dns', 'db']);
  });

  test('leave out a name that the pod has for another protocol', () => {
    const udp = pod('a', { namedPorts: [{ name: 'http', number: 8080, protocol: 'UDP' }] });
    expect(endpointPortsOf(asvc, udp).map(({ name }) => name)).toEqual(['dns', 'db']);
  });

  test('are none when the Service has none', () => {
    expect(endpointPortsOf(asvcWith({ type: 'Headless' }), pod('a'))).toEqual([]);
  });
});

describe('ports that a candidate must name', () => {
  test('are the named target ports only', () => {
    expect(namedPortsOf(asvc)).toEqual([{ name: 'http', protocol: 'TCP' }]);
  });
});
