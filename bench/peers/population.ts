// The objects of an arm: pairs of pods of realistic size, and for each pair what the arm needs to publish one of them.
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { createNode } from '../../e2e/cluster/nodes.ts';
import { createNamespace, createObject } from '../../e2e/cluster/objects.ts';
import { activeStandbyServices, endpointSlices, services } from '../../e2e/cluster/resources.ts';
import { specOf } from '../../e2e/support/scene.ts';
import { bareSlice } from '../beside/bareSlice.ts';
import { inParallel } from '../latency/population.ts';
import { createPod } from '../scale/pod.ts';

/** Who publishes, and how: see docs/performance.md. */
export type Kind = 'bare' | 'selector' | 'readiness' | 'label' | 'ours';

/** One object of an arm. */
export interface Subject {
  readonly namespace: string;
  readonly name: string;
  readonly pods: readonly [string, string];
}

const NODES = 10;
const SMALLEST_IP = 10 * 2 ** 24;

let pairs = 0;

export async function createNodes({ api }: ControlPlane): Promise<void> {
  for (let node = 0; node < NODES; node++) await createNode(api, `node-${node}`);
}

/** In a namespace of their own. */
export async function createSubjects(
  plane: ControlPlane,
  namespace: string,
  { kind, objects }: { readonly kind: Kind; readonly objects: number },
): Promise<readonly Subject[]> {
  await createNamespace(plane.api, namespace);
  const subjects = Array.from({ length: objects }, (_, index) => subjectOf(namespace, `orders-${index}`));
  await inParallel(subjects, (subject) => createSubject(plane, subject, kind));
  return subjects;
}

function subjectOf(namespace: string, name: string): Subject {
  return { namespace, name, pods: [`${name}-0`, `${name}-1`] };
}

async function createSubject(plane: ControlPlane, subject: Subject, kind: Kind): Promise<void> {
  const { namespace, name } = subject;
  const firstIp = SMALLEST_IP + 2 * pairs++;
  for (const [ordinal, pod] of subject.pods.entries()) {
    await createPod(plane.api, {
      namespace,
      name: pod,
      app: name,
      ip: toIp(firstIp + ordinal),
      nodeName: `node-${ordinal}`,
      readySince: new Date(Date.UTC(2026, 10, 1, 8, 0, ordinal)),
      ready: kind !== 'readiness' || ordinal === 0,
      size: 'small',
    });
  }
  await creators[kind](plane, subject, toIp(firstIp));
}

type Creator = (plane: ControlPlane, subject: Subject, ip: string) => Promise<unknown>;

const creators: Readonly<Record<Kind, Creator>> = {
  bare: ({ api }, { namespace, name, pods: [pod] }, ip) =>
    createObject(api, endpointSlices, bareSlice({ namespace, name, pod, ip, version: '' })),
  selector: (plane, subject) => createService(plane, subject),
  readiness: (plane, subject) => createService(plane, subject),
  label: (plane, subject) => createService(plane, subject, { role: 'active' }),
  ours: ({ api }, { namespace, name }) =>
    createObject(api, activeStandbyServices, {
      metadata: { namespace, name },
      spec: specOf({ selector: { matchLabels: { app: name } } }),
    }),
};

function createService({ api }: ControlPlane, { namespace, name }: Subject, labels: object = {}): Promise<unknown> {
  const spec = { selector: { app: name, ...labels }, ports: [{ port: 80, targetPort: 8080 }] };
  return createObject(api, services, { metadata: { namespace, name }, spec });
}

function toIp(number: number): string {
  return [24, 16, 8, 0].map((bits) => (number >> bits) & 255).join('.');
}
