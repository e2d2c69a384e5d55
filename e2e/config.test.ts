// What config/ ships works on a real API server: it is accepted as it is, the operator's pod fits into a namespace that
// enforces Pod Security, and the roles allow what they should and no more.
import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadAll } from 'js-yaml';
import { installCrds, manifestsOf, type Manifest } from './cluster/bindOperator.ts';
import { startControlPlane, type ControlPlane } from './cluster/controlPlane.ts';

interface Deployment {
  readonly spec: { readonly replicas: number; readonly template: PodTemplate };
}

interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly containers: readonly Container[]; readonly priorityClassName?: string };
}

interface Container {
  readonly image: string;
  readonly ports: readonly { readonly name: string }[];
}

interface Policy {
  readonly policyTypes: readonly string[];
  readonly ingress: readonly { readonly ports: readonly { readonly port: string }[] }[];
}

interface AccessReview {
  readonly status: { readonly allowed: boolean };
}

const NAMESPACE = 'activestandby-system';
const OPERATOR = `system:serviceaccount:${NAMESPACE}:activestandby-operator`;

/** All kustomizations of config/. */
function kustomizations(): readonly string[] {
  const files = readdirSync('config', { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('kustomization.yaml')).map((file) => path.dirname(`config/${file}`));
}

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
  await installCrds(plane);
  await plane.kubectl(['apply', '-k', 'config/']);
}, 60_000);

afterAll(async () => {
  await plane.stop();
});

async function deployment(): Promise<Deployment> {
  return plane.api.request('GET', `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/activestandby-operator`);
}

async function createPodOnTrial(spec: object): Promise<unknown> {
  const body = { metadata: { name: 'trial' }, spec };
  return plane.api.request('POST', `/api/v1/namespaces/${NAMESPACE}/pods?dryRun=All`, { body });
}

describe('config/', () => {
  test.each(kustomizations())('lists every manifest of %s', (folder) => {
    const [kustomization] = loadAll(readFileSync(`${folder}/kustomization.yaml`, 'utf8'));
    const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
    expect(kustomization).toMatchObject({ resources: expect.arrayContaining(files) });
  });

  test('changes nothing when it is applied again', async () => {
    const lines = (await plane.kubectl(['apply', '-k', 'config/'])).trim().split('\n');
    // kubectl replaces the selector of a disruption budget each time, by an equal one.
    const changed = lines.filter((line) => !line.endsWith(' unchanged') && !line.startsWith('poddisruptionbudget'));
    expect(changed).toEqual([]);
  });

  test('runs the version that package.json names', async () => {
    const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'));
    const { template } = (await deployment()).spec;
    expect(template.spec.containers.map(({ image }) => image)).toEqual([`activestandby-operator:${version}`]);
  });

  test.each(readdirSync('config/samples'))('has a sample %s that the API server accepts', async (file) => {
    const answer = await plane.kubectl(['create', '--dry-run=server', '-f', `config/samples/${file}`]);
    expect(answer).toContain('created (server dry run)');
  });
});

function ofOperator({ metadata }: Manifest): boolean {
  return metadata?.name === 'activestandby-operator';
}

describe('config/namespaced/', () => {
  test('gives the operator the full permissions in each of its namespaces, and none in the cluster', async () => {
    const whole = await manifestsOf(plane, 'config');
    const some = await manifestsOf(plane, 'config/namespaced');
    const rules = whole.find((manifest) => manifest.kind === 'ClusterRole' && ofOperator(manifest))?.rules;
    const roles = some.filter((manifest) => manifest.kind === 'Role' && ofOperator(manifest));
    expect(roles.map((role) => [role.metadata?.namespace, role.rules])).toEqual([
      ['bank', rules],
      ['shop', rules],
    ]);
    expect(some.filter(({ kind }) => kind === 'ClusterRoleBinding')).toEqual([]);
  });

  test('gives the operator these namespaces', async () => {
    const some = await manifestsOf(plane, 'config/namespaced');
    const [deployed] = some.filter(({ kind }) => kind === 'Deployment');
    const watched = JSON.stringify(deployed?.spec).matchAll(/"--namespace=([^"]*)"/g);
    expect(new Set([...watched].map(([, name]) => name))).toEqual(new Set(['bank', 'shop']));
    const bound = some.filter(
      ({ kind, metadata }) => kind === 'RoleBinding' && metadata?.name === 'activestandby-operator',
    );
    expect(bound.map(({ metadata }) => metadata?.namespace)).toEqual(['bank', 'shop']);
  });
});

describe('the Deployment', () => {
  test('has a spare replica, and a disruption budget for one', async () => {
    const path = `/apis/policy/v1/namespaces/${NAMESPACE}/poddisruptionbudgets/activestandby-operator`;
    const { spec } = await plane.api.request<{ spec: object }>('GET', path);
    const { replicas, template } = (await deployment()).spec;
    expect(replicas).toBe(2);
    expect(spec).toMatchObject({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: template.metadata.labels },
    });
  });
});

describe('the NetworkPolicy', () => {
  test('lets in what asks for the ports of the Deployment, and nothing else', async () => {
    const path = `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/networkpolicies/activestandby-operator`;
    const { spec } = await plane.api.request<{ spec: Policy }>('GET', path);
    const { template } = (await deployment()).spec;
    expect(spec).toMatchObject({ podSelector: { matchLabels: template.metadata.labels } });
    expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
    const open = spec.ingress.flatMap(({ ports }) => ports.map(({ port }) => port));
    expect(open).toEqual(template.spec.containers.flatMap(({ ports }) => ports.map(({ name }) => name)));
  });
});

describe('the component config/priority-class', () => {
  test('gives the pods of the installation that lists it a priority', async () => {
    const folder = path.join(plane.directory, 'with-priority');
    mkdirSync(folder);
    const fromHere = (target: string): string => path.relative(realpathSync(folder), path.resolve(target));
    const listed = { resources: [fromHere('config')], components: [fromHere('config/priority-class')] };
    writeFileSync(path.join(folder, 'kustomization.yaml'), JSON.stringify(listed));
    await plane.kubectl(['apply', '-k', folder]);
    const { priorityClassName } = (await deployment()).spec.template.spec;
    const classPath = `/apis/scheduling.k8s.io/v1/priorityclasses/${priorityClassName}`;
    expect(await plane.api.request('GET', classPath)).toMatchObject({ value: 1_000_000_000 });
    await plane.kubectl(['apply', '-k', 'config/']);
  });
});

describe('a namespace that enforces Pod Security restricted', () => {
  test("accepts the operator's pod", async () => {
    const { template } = (await deployment()).spec;
    await expect(createPodOnTrial(template.spec)).resolves.toMatchObject({ metadata: { name: 'trial' } });
  });

  test('refuses it with hostNetwork', async () => {
    const { template } = (await deployment()).spec;
    const attempt = createPodOnTrial({ ...template.spec, hostNetwork: true });
    await expect(attempt).rejects.toThrow('violates PodSecurity "restricted');
    await expect(attempt).rejects.toThrow('hostNetwork=true');
  });
});

/**
 * `verb resource`, the resource as `group/resource` or `group/resource/subresource`, perhaps followed by an object as
 * `namespace/name`.
 */
async function isAllowed(user: string, action: string): Promise<boolean> {
  const [verb, path = '', object = 'default/'] = action.split(' ');
  const [group, resource, subresource] = path.split('/');
  const [namespace, name] = object.split('/');
  const resourceAttributes = { verb, group, resource, subresource, namespace, name };
  const body = { spec: { user, resourceAttributes } };
  const { status } = await plane.api.request<AccessReview>(
    'POST',
    '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    { body },
  );
  return status.allowed;
}

/** A controller aggregates our roles, and the authorizer follows: neither can be watched. */
async function untilAllowed(user: string, action: string): Promise<void> {
  const giveUpMs = performance.now() + 20_000;
  while (!(await isAllowed(user, action))) {
    if (performance.now() > giveUpMs) throw new Error(`${user} may still not ${action}`);
  }
}

describe('the operator', () => {
  beforeAll(async () => {
    await untilAllowed(OPERATOR, 'create events.k8s.io/events');
  }, 30_000);

  test.each([
    'get activestandby.dev/activestandbyservices',
    'update activestandby.dev/activestandbyservices/status',
    'watch /pods',
    'create /services',
    'patch /services',
    'update discovery.k8s.io/endpointslices',
    'delete /endpoints',
    'create events.k8s.io/events',
    'list /nodes',
    'watch /nodes',
    'list coordination.k8s.io/leases kube-node-lease/',
    `create coordination.k8s.io/leases ${NAMESPACE}/`,
    `get coordination.k8s.io/leases ${NAMESPACE}/activestandby-operator`,
    `list coordination.k8s.io/leases ${NAMESPACE}/activestandby-operator`,
    `watch coordination.k8s.io/leases ${NAMESPACE}/activestandby-operator`,
    `update coordination.k8s.io/leases ${NAMESPACE}/activestandby-operator`,
  ])('may %s', async (action) => {
    expect(await isAllowed(OPERATOR, action)).toBe(true);
  });

  test.each([
    'update activestandby.dev/activestandbyservices',
    'delete activestandby.dev/activestandbyservices',
    'delete /pods',
    'patch /pods',
    'create /pods/exec',
    'get /secrets',
    'delete /services',
    'update /endpoints',
    'patch /nodes',
    `update coordination.k8s.io/leases ${NAMESPACE}/kube-scheduler`,
    `list coordination.k8s.io/leases ${NAMESPACE}/`,
    'list coordination.k8s.io/leases kube-system/',
    'watch coordination.k8s.io/leases kube-node-lease/',
    'update coordination.k8s.io/leases kube-node-lease/n1',
    `delete coordination.k8s.io/leases ${NAMESPACE}/activestandby-operator`,
    'get coordination.k8s.io/leases kube-system/activestandby-operator',
  ])('may not %s', async (action) => {
    expect(await isAllowed(OPERATOR, action)).toBe(false);
  });

  test.each([
    ['delete', 'pod-deleter'],
    ['patch', 'pod-annotator'],
  ])(
    'may %s pods of one namespace, or of all, when it has that optional permission',
    async (verb, folder) => {
      await plane.kubectl(['apply', '--namespace', 'kube-public', '-k', `config/namespaced/${folder}`]);
      await untilAllowed(OPERATOR, `${verb} /pods kube-public/`);
      expect(await isAllowed(OPERATOR, `${verb} /pods`)).toBe(false);
      await plane.kubectl(['apply', '-k', `config/${folder}`]);
      await untilAllowed(OPERATOR, `${verb} /pods`);
    },
    30_000,
  );
});

describe('a person', () => {
  beforeAll(async () => {
    for (const role of ['view', 'edit', 'admin']) {
      await plane.kubectl(['create', 'rolebinding', role, `--clusterrole=${role}`, `--user=${role}`]);
      await untilAllowed(role, 'list activestandby.dev/activestandbyservices');
    }
  }, 30_000);

  test.each([
    ['view', 'watch activestandby.dev/activestandbyservices', true],
    ['view', 'create activestandby.dev/activestandbyservices', false],
    ['edit', 'create activestandby.dev/activestandbyservices', true],
    ['edit', 'update activestandby.dev/activestandbyservices/status', false],
    ['admin', 'delete activestandby.dev/activestandbyservices', true],
  ])('with the role %s may %s: %p', async (user, action, answer) => {
    expect(await isAllowed(user, action)).toBe(answer);
  });
});
