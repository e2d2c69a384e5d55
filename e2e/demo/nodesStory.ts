// The story of the demo with real nodes: the process of the active pod is killed while a client asks for the time. It
// shows which pod answered when, and for how long none did.
import type { Asking } from '../cluster/nodes/client.ts';
import type { Cluster } from '../cluster/nodes/cluster.ts';
import { processesOf } from '../cluster/nodes/containers.ts';
import { outages, type Outage } from '../cluster/nodes/outcomes.ts';
import { createServerPod, serviceUrl } from '../cluster/nodes/servers.ts';
import { ClusterError } from '../cluster/clusterError.ts';
import { failOver, momentsOf, type Failover } from './failover.ts';
import type { Moment, Page } from './page.ts';
import { podLabels, sample, serviceName, Stage } from './stage.ts';
import { installOperator, show, type Ending } from './story.ts';

const everyMs = 10;

export async function tellStoryOnNodes(page: Page, cluster: Cluster): Promise<Ending> {
  const { plane, nodes } = cluster;
  const operator = await installOperator(page, plane);
  const stage = await page.step(`${sample} and three pods`, () =>
    Stage.open(plane, (name, index) => {
      const { name: nodeName } = cluster.node(index % nodes.length);
      return createServerPod(plane, { name, labels: podLabels, nodeName });
    }),
  );
  page.heading('\nBefore');
  await show(page, plane, 'get asvc');
  await show(page, plane, 'get pods -o wide');
  await killWhileAsked({ page, cluster, stage });
  await show(page, plane, 'get asvc');
  stage.close();
  return { failures: [`kubectl delete pod ${stage.active.name}`], operatorLog: operator.process.logFile };
}

interface Scene {
  readonly page: Page;
  readonly cluster: Cluster;
  readonly stage: Stage;
}

async function killWhileAsked({ page, cluster, stage }: Scene): Promise<void> {
  const { active } = stage;
  page.heading('The process of the active pod is killed (kill -9) while a client asks for the time');
  const url = await serviceUrl(cluster.plane, { namespace: active.namespace, name: serviceName });
  const client = await cluster.client(cluster.nodes.at(-1));
  const asking = await client.ask({ url, everyMs });
  await asking.until(active.name);
  page.paragraph(
    `The client is outside of the nodes and asks ${url} every ${everyMs} ms, each time on a new connection.`,
  );
  const failover = await killProcess(cluster, stage);
  const outage = await outageSeen(asking, failover);
  page.timeline(momentsSeen(failover, outage), {
    atMs: outage.toMs - outage.fromMs,
    what: `from the last answer of ${outage.fromPod} to the first of ${outage.toPod}: ${outage.failed} requests failed`,
  });
  await stage.untilCandidates('3/3');
  page.paragraph(
    `The kubelet has started ${active.name} again. It is a standby now: ${stage.active.name} stays active.`,
  );
}

async function killProcess(cluster: Cluster, stage: Stage): Promise<Failover> {
  const processes = await processesOf(cluster, stage.active);
  return failOver(stage, () => {
    for (const pid of processes) process.kill(pid, 'SIGKILL');
    return Promise.resolve();
  });
}

async function outageSeen(asking: Asking, { transition }: Failover): Promise<Outage> {
  await asking.until(transition.toPod ?? '');
  const [outage] = outages(await asking.stop());
  if (outage === undefined) throw new ClusterError('see an outage', `the client has seen none`);
  return outage;
}

function momentsSeen(failover: Failover, { fromMs, toMs, fromPod, toPod }: Outage): readonly Moment[] {
  const { sentWallMs } = failover;
  const moments = [
    { atMs: fromMs - sentWallMs, what: `${fromPod} has answered the client for the last time` },
    ...momentsOf(failover, `the process of ${fromPod} is killed`),
    { atMs: toMs - sentWallMs, what: `${toPod} answers the client for the first time` },
  ];
  return moments.toSorted((a, b) => a.atMs - b.atMs);
}
