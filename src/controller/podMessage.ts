// Where does a pod's protobuf message say what we keep of it?
// The numbers are those of Kubernetes' own generated.proto, where a number never changes its meaning:
// core/v1/generated.proto in https://github.com/kubernetes/api
import { DELETION_COST_ANNOTATION } from '../api/names.ts';
import { flag, integer, list, message, readMessage, shape, text, textMap, time } from '../kube/protobuf.ts';
import type { KubeObject } from '../kube/wire.ts';
import type { AnnotationKeys } from './annotationKeys.ts';

const metadata = {
  1: text('name'),
  3: text('namespace'),
  5: text('uid'),
  6: text('resourceVersion'),
  8: time('creationTimestamp'),
  9: time('deletionTimestamp'),
  11: textMap('labels'),
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

export interface PodMessage extends KubeObject {
  /** Those that were wanted when it was read: more may be by the time that somebody looks at it. */
  readonly annotationKeys: readonly string[];
}

/** As the API would send it in JSON, with no more than the fields above, and those annotations that are wanted. */
export function podMessageReader(annotationKeys: Pick<AnnotationKeys, 'all' | 'has'>): (bytes: Buffer) => PodMessage {
  // Most of what a pod says are annotations that nobody asks for.
  const annotations = textMap('annotations', (key) => key === DELETION_COST_ANNOTATION || annotationKeys.has(key));
  const pod = shape({
    1: message('metadata', shape({ ...metadata, 12: annotations })),
    2: message('spec', spec),
    3: message('status', status),
  });
  return (bytes) => readMessage<PodMessage>(bytes, pod, { annotationKeys: annotationKeys.all });
}
