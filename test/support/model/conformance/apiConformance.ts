// What the operator assumes of an API server. The same tests run against the model and a real server.
import { describeCreation } from './creation.ts';
import { describeDeletion } from './deletion.ts';
import { describeOthers, describeServices } from './kinds.ts';
import type { ApiUnderTest } from './objects.ts';
import { describeApply, describeJsonPatch } from './patches.ts';
import { describeBareStatus, describeStatus } from './status.ts';
import { describeUpdates, describeVersions } from './updates.ts';

export function describeApi(connect: () => ApiUnderTest): void {
  describeCreation(connect);
  describeUpdates(connect);
  describeVersions(connect);
  describeStatus(connect);
  describeBareStatus(connect);
  describeDeletion(connect);
  describeApply(connect);
  describeJsonPatch(connect);
  describeServices(connect);
  describeOthers(connect);
}
