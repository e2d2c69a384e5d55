// Arbitrary pods that a selector may match, sensible or not.
import * as fc from 'fast-check';
import type { PodView } from '../../../src/election/podView.ts';
import { ofRevision, pod, PRIORITY, START_MS } from './pods.ts';

export const anyMs = fc.constantFrom(0, 1, 999, 5000, 3_600_000);

const anyAnnotations = fc.constantFrom<PodView['annotations']>(
  {},
  {},
  { [PRIORITY]: '100' },
  { [PRIORITY]: '200' },
  { [PRIORITY]: '0' },
  { [PRIORITY]: '-7' },
  { [PRIORITY]: 'high' },
);

const anyPod: fc.Arbitrary<PodView> = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    terminating: fc.constantFrom(false, false, true),
    phase: fc.constantFrom('Running', 'Running', 'Running', 'Running', 'Failed', 'Pending'),
    ready: fc.constantFrom(true, true, false),
    readyMs: anyMs,
    ips: fc.constantFrom<readonly string[]>(['10.0.0.9'], ['10.0.0.9'], ['10.0.0.9'], [], ['fd00::1'], ['127.0.0.1']),
    hostNetwork: fc.constantFrom(false, false, false, true),
    isNamed: fc.constantFrom(true, true, true, false),
    nodeName: fc.constantFrom('n1', 'n2', undefined),
    annotations: anyAnnotations,
    hash: fc.constantFrom('1', '1', '1', '2', '2', '2', undefined),
    createdAfterMs: fc.constantFrom(0, 1000, 60_000),
  })
  .map(({ name, ready, readyMs, isNamed, hash, createdAfterMs, ...change }) => {
    const readySinceMs = ready ? START_MS - readyMs : undefined;
    const unnamed = isNamed ? {} : { namedPorts: [] };
    const any = pod(name, { ...change, ready, readySinceMs, ...unnamed });
    return hash === undefined ? any : ofRevision(any, hash, createdAfterMs);
  });

export const anyPods = fc.uniqueArray(anyPod, { maxLength: 4, selector: ({ metadata }) => metadata.uid });
