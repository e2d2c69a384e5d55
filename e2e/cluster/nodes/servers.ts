// Pods that answer with their name and the time: `app serve` behind a readiness probe.
import type { V1Pod, V1Service } from '@kubernetes/client-node';
import type { ObjectName } from '../../../src/kube/resource.ts';
import type { Wire } from '../../../src/kube/wire.ts';
import { createObject } from '../objects.ts';
import { eventually } from '../eventually.ts';
import type { Pod } from '../pods.ts';
import { pods, services } from '../resources.ts';
import type { ControlPlane } from '../controlPlane.ts';

export interface ServerPod {
  readonly namespace?: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Default: the scheduler chooses. */
  readonly nodeName?: string;
  /** Flags of `app serve`. */
  readonly args?: readonly string[];
  readonly spec?: Partial<Wire<NonNullable<V1Pod['spec']>>>;
}

/** The tests' own server and client: `app serve`, `app ask`. */
export const appImage = 'activestandby.test/app:1';
export const serverPort = 8080;

/** With a probe each second, of which one failure is enough. */
export const readinessProbe = {
  httpGet: { path: '/readyz', port: serverPort },
  periodSeconds: 1,
  timeoutSeconds: 1,
  failureThreshold: 1,
};

/** Returns once it is ready. */
export async function createServerPod({ api }: ControlPlane, server: ServerPod): Promise<Pod> {
  const { namespace = 'default', name } = server;
  await createObject<Pod>(api, pods, serverPod(server));
  return eventually<Pod>(api, { resource: pods, namespace, name, deadlineMs: 30_000 }, isReady);
}

export function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}

/** Where clients ask. */
export async function serviceUrl({ api }: ControlPlane, { namespace, name }: ObjectName): Promise<string> {
  const { spec } = await eventually<Wire<V1Service>>(
    api,
    { resource: services, namespace, name },
    ({ spec: found }) => found?.clusterIP !== undefined,
  );
  return `http://${spec?.clusterIP ?? ''}`;
}

function serverPod({ namespace = 'default', name, labels, nodeName, args = [], spec = {} }: ServerPod): Pod {
  return {
    metadata: { namespace, name, labels },
    spec: {
      containers: [
        {
          name: 'app',
          image: appImage,
          imagePullPolicy: 'Never',
          args: [...args],
          ports: [{ containerPort: serverPort }],
          readinessProbe,
        },
      ],
      terminationGracePeriodSeconds: 5,
      ...(nodeName === undefined ? {} : { nodeName }),
      ...spec,
    },
  };
}
