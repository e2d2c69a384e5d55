// What config/ ships works on a real API server: it is accepted as it is, the operator's pod fits into a namespace that
// enforces Pod Security, and the roles allow what they should and no more.
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadAll } from 'js-yaml';
import { installCrds } from './cluster/bindOperator.ts';
import { startControlPlane, type ControlPlane } from './cluster/controlPlane.ts';

interface Deployment {
  readonly spec: { readonly template: PodTemplate };
}

interface PodTemplate {
  readonly metadata: object;
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
}

interface AccessReview {
  readonly status: { readonly allowed: boolean };
}

const NAMESPACE = 'activestandby-system';
const OPERATOR = `system:serviceaccount:${NAMESPACE}:activestandby-operator`;

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
  test('lists every manifest that is there', () => {
    const [kustomization] = loadAll(readFileSync('config/kustomization.yaml', 'utf8'));
    const files = readdirSync('config').filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
    expect(kustomization).toMatchObject({ resources: expect.arrayContaining(files) });
  });

  test('changes nothing when it is applied again', async () => {
    const lines = (await plane.kubectl(['apply', '-k', 'config/'])).trim().split('\n');
    expect(lines.filter((line) => !line.endsWith(' unchanged'))).toEqual([]);
  });

  test('runs the version that package.json names', async () => {
    const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'));
    const { template } = (await deployment()).spec;
    expect(template.spec.containers.map(({ image }) => image)).toEqual([`activestandby-operator:${version}`]);
  });

  test.each(readdirSync('config/samples'))('has a sample %s that the API server takes', async (file) => {
    const answer = await plane.kubectl(['create', '--dry-run=server', '-f', `config/samples/${file}`]);
    expect(answer).toContain('created (server dry run)');
  });
});

describe('a namespace that enforces Pod Security restricted', () => {
  test("takes the operator's pod", async () => {
    const { template } = (await deployment()).spec;
    await expect(createPodOnTrial(template.spec)).resolves.toMatchObject({ metadata: { name: 'trial' } });
  });

  test('refuses it with the network of its host', async () => {
    const { template } = (await deployment()).spec;
    const attempt = createPodOnTrial({ ...template.spec, hostNetwork: true });
    await expect(attempt).rejects.toThrow('violates PodSecurity "restricted');
    await expect(attempt).rejects.toThrow('hostNetwork=true');
  });
});

/** `verb resource`, the resource as `group/resource` or `group/resource/subresource`. */
async function isAllowed(user: string, action: string): Promise<boolean> {
  const [verb, path = ''] = action.split(' ');
  const [group, resource, subresource] = path.split('/');
  const resourceAttributes = { verb, group, resource, subresource, namespace: 'default' };
  const body = { spec: { user, resourceAttributes } };
  const { status } = await plane.api.request<AccessReview>(
    'POST',
    '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    { body },
  );
  return status.allowed;
}

/** A controller adds our roles to Kubernetes' own, and the authorizer follows: neither can be watched from outside. */
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
    'list /nodes',
  ])('may not %s', async (action) => {
    expect(await isAllowed(OPERATOR, action)).toBe(false);
  });
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
  ])('with the role %s asks to %s: %p', async (user, action, answer) => {
    expect(await isAllowed(user, action)).toBe(answer);
  });
});
