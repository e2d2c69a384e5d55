// One stage for a block of tests or a whole file: it starts before the first test and stops after the last.
import { afterAll, beforeAll, describe } from '@jest/globals';
import type { ControlPlaneOptions } from '../cluster/controlPlane.ts';
import { startProxiedStage, type ProxiedStage } from './proxiedStage.ts';
import { startStage, type Stage } from './stage.ts';

const START_WITHIN_MS = 60_000;

export function describeOnStage(title: string, tests: (stage: Stage) => void): void {
  describe(title, () => {
    tests(setUpStage());
  });
}

export function describeOnProxiedStage(title: string, tests: (stage: ProxiedStage) => void): void {
  describe(title, () => {
    tests(setUpProxiedStage());
  });
}

export function setUpStage(options: ControlPlaneOptions = {}): Stage {
  return new SharedStage(() => startStage(options));
}

export function setUpProxiedStage(options: ControlPlaneOptions = {}): ProxiedStage {
  return new SharedProxiedStage(() => startProxiedStage(options));
}

/** Tests and hooks may read its properties; before the first test they are undefined. */
class SharedStage<T extends Stage> implements Stage {
  #stage: T | undefined;

  constructor(start: () => Promise<T>) {
    beforeAll(async () => {
      this.#stage = await start();
    }, START_WITHIN_MS);
    afterAll(() => this.#stage?.stop());
  }

  protected get started(): T {
    if (this.#stage === undefined) throw new Error('Cannot use the stage: it starts before the first test');
    return this.#stage;
  }

  get plane(): Stage['plane'] {
    return this.started.plane;
  }

  get operator(): Stage['operator'] {
    return this.started.operator;
  }

  get audit(): Stage['audit'] {
    return this.started.audit;
  }

  stop(): Promise<void> {
    return this.started.stop();
  }
}

class SharedProxiedStage extends SharedStage<ProxiedStage> implements ProxiedStage {
  get proxy(): ProxiedStage['proxy'] {
    return this.started.proxy;
  }
}
