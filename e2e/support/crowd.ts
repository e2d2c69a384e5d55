// A noisy namespace: many objects that select the same pods, which change at an even rate.
import type { ControlPlane } from '../cluster/controlPlane.ts';
import { patchObject } from '../cluster/objects.ts';
import { pods, services } from '../cluster/resources.ts';
import { untilPublished } from './published.ts';
import { beside, createAsvc, createReadyPod, openScene, podOf, setReady, type Scene } from './scene.ts';

export interface Crowd {
  readonly scene: Scene;
  readonly pods: readonly string[];
}

const labels = { app: 'crowd', lane: 'on' };

/** Resolves once the last of them publishes the first pod, as all do. */
export async function openCrowd(plane: ControlPlane, objects: number, podCount: number): Promise<Crowd> {
  const scene = { ...(await openScene(plane, 'noisy')), deadlineMs: 120_000 };
  const names = Array.from({ length: podCount }, (_, index) => `crowd-${index}`);
  for (const name of names) await createReadyPod(scene, name, { labels });
  const all = Array.from({ length: objects }, (_, index) => beside(scene, `noisy-${index}`));
  for (const each of all) await createAsvc(each, { selector: { matchLabels: labels } });
  const last = all.at(-1);
  if (last !== undefined) await untilPublished(last, { pod: 'crowd-0' });
  return { scene, pods: names };
}

export type Change = (scene: Scene, pod: string, round: number) => Promise<unknown>;

/** The label by which the selectors of all objects select a pod, or not. */
export const relabel: Change = (scene, pod, round) => {
  const patch = { metadata: { labels: { lane: round % 2 === 0 ? 'off' : 'on' } } };
  return patchObject(scene.plane.api, pods, { ...podOf(scene, pod), patch });
};

/** A standby is ready, or not. */
export const unsettle: Change = (scene, pod, round) => setReady(scene, pod, round % 2 === 1);

/** The Service of one of the objects has another label. */
export const touchService: Change = (scene, pod, round) => {
  const patch = { metadata: { labels: { round: String(round) } } };
  const name = pod.replace('crowd', 'noisy');
  return patchObject(scene.plane.api, services, { namespace: scene.namespace, name, patch });
};

/** Changes one standby after the other until it is stopped. */
export class Noise {
  readonly #timer: NodeJS.Timeout;
  #pending: Promise<unknown> = Promise.resolve();
  #changes = 0;
  #accepted = 0;
  #next = Promise.withResolvers<void>();

  constructor({ scene, pods: names }: Crowd, perSecond: number, change: Change) {
    const standbys = names.slice(1);
    this.#timer = setInterval(() => {
      const pod = standbys[this.#changes % standbys.length] ?? '';
      const made = change(scene, pod, Math.floor(this.#changes / standbys.length)).then(() => this.#accept());
      this.#changes += 1;
      this.#pending = Promise.all([this.#pending, made]);
      // stop() aborts it.
      void this.#pending.catch(() => undefined);
    }, 1000 / perSecond);
  }

  get changes(): number {
    return this.#changes;
  }

  /** Resolves once so many changes were accepted. */
  async until(changes: number): Promise<void> {
    while (this.#accepted < changes) await this.#next.promise;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#pending;
  }

  #accept(): void {
    this.#accepted += 1;
    this.#next.resolve();
    this.#next = Promise.withResolvers<void>();
  }
}
