// What do we take for granted of an API server? The same tests run against the model and against the real one.
import { describeCreation } from './conformance/creation.ts';
import { describeDeletion } from './conformance/deletion.ts';
import { describeOthers, describeServices } from './conformance/kinds.ts';
import type { ApiUnderTest } from './conformance/objects.ts';
import { describeApply, describeJsonPatch } from './conformance/patches.ts';
import { describeBareStatus, describeStatus } from './conformance/status.ts';
import { describeUpdates, describeVersions } from './conformance/updates.ts';

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
