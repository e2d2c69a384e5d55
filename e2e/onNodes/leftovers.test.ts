// Nothing of a cluster with nodes is left, however it ends, and two at once have nothing in common.
import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cluster, type Cluster } from '../cluster/nodes/cluster.ts';
import { createServerPod, serverPort } from '../cluster/nodes/servers.ts';
import { parseJson } from '../cluster/json.ts';

interface Trace {
  readonly directory: string;
  readonly link: string;
}

/** Processes carry the directory in their arguments, or are in its cgroups. */
function leftovers({ directory, link }: Trace): readonly string[] {
  const commands = globSync('/proc/[0-9]*/cmdline').filter((file) => contentOf(file).includes(directory));
  const cgroups = globSync(`/sys/fs/cgroup/*/cluster-${basename(directory)}`);
  return [...commands, ...cgroups, ...[directory, `/sys/class/net/${link}`].filter((path) => existsSync(path))];
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The end of processes that are not our children can only be looked for. */
async function untilNothingIsLeft(trace: Trace): Promise<readonly string[]> {
  for (let attempt = 0; attempt < 300 && leftovers(trace).length > 0; attempt++) await delay(50);
  return leftovers(trace);
}

function traceOf({ plane, lan }: Cluster): Trace {
  return { directory: plane.directory, link: lan.machineLink };
}

test('after stop, also with a node that is frozen and one that is cut off', async () => {
  const made = await cluster({ nodes: 2 });
  expect(leftovers(traceOf(made)).length).toBeGreaterThan(10);
  await createServerPod(made.plane, { name: 'server', labels: {}, nodeName: 'node-0' });
  made.node(0).freeze();
  await made.node(1).disconnect();
  await made.stop();
  expect(leftovers(traceOf(made))).toEqual([]);
}, 60_000);

test('when the process that started it is killed', async () => {
  const module = new URL('../cluster/nodes/cluster.ts', import.meta.url).href;
  const program = `
    const { cluster } = await import('${module}');
    const { plane, lan, nodes: [node] } = await cluster({ nodes: 1 });
    node.freeze();
    console.log(JSON.stringify({ directory: plane.directory, link: lan.machineLink }));`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output]: unknown[] = await once(parent.stdout, 'data');
  const trace = parseJson<Trace>(String(output));
  expect(leftovers(trace).length).toBeGreaterThan(10);
  parent.kill('SIGKILL');
  expect(await untilNothingIsLeft(trace)).toEqual([]);
}, 60_000);

test('two at once have addresses of their own, and neither reaches the pods of the other', async () => {
  const [one, other] = await Promise.all([cluster({ nodes: 1 }), cluster({ nodes: 1 })]);
  const [mine, foreign] = await Promise.all(
    [one, other].map(({ plane }) => createServerPod(plane, { name: 'server', labels: {} })),
  );
  const client = await one.client();
  const asking = await client.ask({ url: `http://${mine?.status?.podIP}:${serverPort}` });
  await asking.until('server');
  const toForeign = client.run('ip', 'route', 'get', foreign?.status?.podIP ?? '');
  await expect(toForeign).rejects.toThrow('Network is unreachable');
  expect(one.lan.addresses.link).not.toBe(other.lan.addresses.link);
  await Promise.all([one.stop(), other.stop()]);
  expect([...leftovers(traceOf(one)), ...leftovers(traceOf(other))]).toEqual([]);
}, 90_000);
