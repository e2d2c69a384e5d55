// Requests a switchover, as a user does, and waits for the answer.
import { expect } from '@jest/globals';
import type {
  ActiveStandbyServiceStatus,
  SwitchoverRequest,
  SwitchoverStatus,
} from '../../src/api/activeStandbyService.generated.ts';
import { patchSpec, type Asvc, type Scene } from './scene.ts';
import { untilStatus } from './status.ts';

/** Replaces the previous request with all its fields. */
export function requestSwitchover(scene: Scene, request: SwitchoverRequest): Promise<Asvc> {
  return patchSpec(scene, { switchover: { targetPod: null, notBefore: null, ...request } });
}

export function cancelSwitchover(scene: Scene): Promise<Asvc> {
  return patchSpec(scene, { switchover: null });
}

/** Waits for the answer to this request; the message is a part of what is to be said. */
export function untilAnswered(
  scene: Scene,
  { message = '', ...answer }: Omit<SwitchoverStatus, 'handledRequestIDs'>,
): Promise<ActiveStandbyServiceStatus> {
  return untilStatus(scene, ({ switchover }) => {
    expect(switchover).toMatchObject({ ...answer, message: expect.stringContaining(message) });
  });
}

/** In the format of `notBefore`. */
export function inMs(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}
