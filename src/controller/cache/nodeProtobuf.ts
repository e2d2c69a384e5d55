// The fields that are read of a node's protobuf message; most of the rest are names of images.
// The numbers are those of Kubernetes' own generated.proto, where a number never changes its meaning:
// core/v1/generated.proto in https://github.com/kubernetes/api
import { flag, list, message, readMessage, shape, text, time } from '../../kube/protobuf/protobuf.ts';
import type { KubeObject } from '../../kube/wire.ts';

const taint = shape({ 1: text('key'), 3: text('effect'), 4: time('timeAdded') });
const condition = shape({ 1: text('type'), 2: text('status'), 4: time('lastTransitionTime') });

const node = shape({
  1: message('metadata', shape({ 1: text('name'), 5: text('uid'), 6: text('resourceVersion') })),
  2: message('spec', shape({ 4: flag('unschedulable'), 5: list('taints', taint) })),
  3: message('status', shape({ 4: list('conditions', condition) })),
});

/** Returns the object as in the API's JSON, with the fields above only. */
export function readNodeProtobuf(bytes: Buffer): KubeObject {
  return readMessage<KubeObject>(bytes, node, {});
}
