// The fields that are read of a pod's protobuf message.
// The numbers are those of Kubernetes' own generated.proto, where a number never changes its meaning:
// core/v1/generated.proto in https://github.com/kubernetes/api
import { DELETION_COST_ANNOTATION } from '../../api/names.ts';
import { flag, integer, list, message, readMessage, shape, text, textMap, time } from '../../kube/protobuf/protobuf.ts';
import type { KubeObject } from '../../kube/wire.ts';
import type { LabelDemand } from './labelDemand.ts';
import { isPriorityAnnotation } from './podPriorities.ts';

const metadata = {
  1: text('name'),
  3: text('namespace'),
  5: text('uid'),
  6: text('resourceVersion'),
  8: time('creationTimestamp'),
  9: time('deletionTimestamp'),
  // Annotations are the largest part of many pods.
  12: textMap('annotations', (key) => key === DELETION_COST_ANNOTATION || isPriorityAnnotation(key)),
};

const port = shape({ 1: text('name'), 3: integer('containerPort'), 4: text('protocol') });
const container = shape({ 1: text('name'), 6: list('ports', port), 24: text('restartPolicy') });

const spec = shape({
  2: list('containers', container),
  10: text('nodeName'),
  11: flag('hostNetwork'),
  16: text('hostname'),
  17: text('subdomain'),
  20: list('initContainers', container),
});

const condition = shape({ 1: text('type'), 2: text('status'), 4: time('lastTransitionTime') });

const status = shape({
  1: text('phase'),
  2: list('conditions', condition),
  6: text('podIP'),
  12: list('podIPs', shape({ 1: text('ip') })),
});

export interface PodProtobuf extends KubeObject {
  /** The moment of LabelDemand at which it was read: it lacks labels that came into demand later. */
  readonly labelsReadAt: number;
}

/** Reads a pod as in the API's JSON, with the fields above and the labels in demand only. */
export function podProtobufReader(
  demand: Pick<LabelDemand, 'moment' | 'isAskedAnywhere'>,
): (bytes: Buffer) => PodProtobuf {
  const labels = textMap('labels', (key) => demand.isAskedAnywhere(key));
  const pod = shape({
    1: message('metadata', shape({ ...metadata, 11: labels })),
    2: message('spec', spec),
    3: message('status', status),
  });
  return (bytes) => readMessage<PodProtobuf>(bytes, pod, { labelsReadAt: demand.moment });
}
