// Compares the API server's answer with what was sent. ContestedWrites records a difference (an admission webhook changed the
// object), so that the same write is not repeated in a loop.
import {
  addedToService,
  changedInService,
  changedInSlice,
  describeChange,
  ownedService,
  ownedSlice,
} from '../../desired/changedField.ts';
import type { EndpointSlice } from '../../desired/ledgerRecord.ts';
import type { Service } from '../../desired/service.ts';
import { driftOf } from '../../desired/serviceDrift.ts';
import type { KubeObject } from '../../kube/wire.ts';
import { sliceOf } from '../cache/cachedObject.ts';
import type { WrittenPart } from './contestedWrites.ts';

export function writtenSlice(uid: string, sent: EndpointSlice, answer: KubeObject): WrittenPart {
  const field = changedInSlice(sent, sliceOf(answer));
  const change = field && describeChange('EndpointSlice', sent, field);
  return { uid, part: 'slice', decision: ownedSlice(sent), change };
}

export function writtenService(uid: string, sent: Service, answer: KubeObject): WrittenPart {
  const isChanged = driftOf(answer, sent).needsApply;
  const change = isChanged ? describeChange('Service', sent, changedInService(sent, answer)) : undefined;
  return { uid, part: 'service', decision: ownedService(sent), change };
}

/** For a JSON patch: a webhook may have put the removed fields back. */
export function writtenRemoval(uid: string, sent: Service, answer: KubeObject): WrittenPart {
  const field = addedToService(answer, driftOf(answer, sent).removals);
  const change = field && describeChange('Service', sent, field);
  return { uid, part: 'selector', decision: ownedService(sent), change };
}
