// A process of its own: reports of the unrelated pods, at an even rate, until SIGTERM. Then it says how many there were.
import { patchPodStatus } from '../../e2e/cluster/pods.ts';
import { apiOfParent } from './access.ts';
import { unrelatedPods, UPDATES_PER_SECOND, type LoadReport } from './unrelated.ts';

/** A server that cannot keep up is not buried. */
const MOST_UNDER_WAY = 50;

const api = apiOfParent();
const startMs = performance.now();
let asked = 0;
let underWay = 0;
let updates = 0;

async function update(): Promise<void> {
  const pod = unrelatedPods[asked % unrelatedPods.length];
  asked += 1;
  if (pod === undefined || underWay >= MOST_UNDER_WAY) return;
  underWay += 1;
  const condition = {
    type: 'Ready',
    status: 'True',
    lastProbeTime: new Date().toISOString(),
    message: `report ${asked}`,
  };
  await patchPodStatus(api, pod, { conditions: [condition] });
  underWay -= 1;
  updates += 1;
}

const timer = setInterval(() => {
  const due = ((performance.now() - startMs) / 1000) * UPDATES_PER_SECOND;
  while (asked < due) void update();
}, 1000 / UPDATES_PER_SECOND);

process.once('SIGTERM', () => {
  clearInterval(timer);
  const report: LoadReport = { updates, seconds: (performance.now() - startMs) / 1000 };
  process.stdout.write(JSON.stringify(report), () => process.exit(0));
});
