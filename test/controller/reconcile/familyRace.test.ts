// Two processes write, each from an earlier observed state, and each with another IP family of the Service.
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { apply } from '../../../src/controller/apply/apply.ts';
import { FailureCounts } from '../../../src/controller/apply/failureCounts.ts';
import { ContestedWrites } from '../../../src/controller/apply/contestedWrites.ts';
import { makeCaches } from '../../../src/controller/cache/caches.ts';
import { services } from '../../../src/controller/cache/resources.ts';
import type { Observed } from '../../../src/controller/reconcile/observed.ts';
import type { IpFamily } from '../../../src/election/podView.ts';
import { ModelClient } from '../../support/model/client.ts';
import { fieldsOf } from '../../support/model/object.ts';
import { decisionOn } from '../../support/operator/decisions.ts';
import { repeatedTerms, simultaneous, sliceChanges } from '../../support/operator/familySlices.ts';
import { World } from '../../support/operator/world.ts';
import { ASVC, type WorldSpec } from '../../support/operator/worldSpec.ts';
import { expectAlwaysLater } from '../../support/properties.ts';

const happenings = ['a fails', 'a recovers', 'a pause', 'its end', 'a switchover'] as const;
type Happening = (typeof happenings)[number];

interface Turn {
  readonly family: IpFamily;
  /** A process observes, writes what it decides from its last observed state, or does both; or another client acts. */
  readonly act: 'look' | 'write' | 'reconcile' | Happening;
}

const anyTurn: fc.Arbitrary<Turn> = fc.record({
  family: fc.constantFrom('IPv4', 'IPv6'),
  act: fc.constantFrom(
    'look',
    'write',
    'write',
    ...Array.from({ length: 6 }, () => 'reconcile' as const),
    ...happenings,
  ),
});

class Race {
  readonly world = new World();
  readonly #client = new ModelClient(this.world.model);
  readonly #seen = new Map<IpFamily, Observed>();
  #switchovers = 0;

  constructor() {
    for (const name of ['a', 'b']) this.world.pod(name, { ips: [`10.0.0.${name.charCodeAt(0)}`, `fd00::${name}`] });
    this.world.settle();
  }

  async take({ family, act }: Turn): Promise<void> {
    const { world } = this;
    if (act === 'look' || act === 'reconcile') this.#look(family);
    if (act === 'write' || act === 'reconcile') await this.#write(family);
    if (act === 'a fails' || act === 'a recovers') world.pod('a', { ready: act === 'a recovers' });
    if (act === 'a pause' || act === 'its end') world.respec({ paused: act === 'a pause' });
    if (act === 'a switchover') world.respec(this.#nextSwitchover());
  }

  #nextSwitchover(): WorldSpec {
    this.#switchovers += 1;
    return {
      handover: { strategy: 'BreakBeforeMake', drainTimeout: '0s' },
      switchover: { requestID: String(this.#switchovers) },
    };
  }

  /** As a restarted process, which knows only what the API returns. */
  #look(family: IpFamily): void {
    const { model } = this.world;
    const service = model.get(services, ASVC);
    model.put(services, { ...service, spec: { ...fieldsOf(service['spec']), ipFamilies: [family] } });
    const process = this.world.operatorOf(ASVC.name);
    const observed = process.observe();
    if (observed !== undefined) this.#seen.set(family, observed);
    process.stop();
  }

  /** A write that fails has met a conflict. */
  async #write(family: IpFamily): Promise<void> {
    const observed = this.#seen.get(family);
    if (observed === undefined) return;
    const { clock } = this.world;
    await apply(observed, decisionOn(observed), {
      client: this.#client,
      caches: makeCaches(),
      clock,
      failureCounts: new FailureCounts(),
      repairs: new ContestedWrites(),
      announce: () => undefined,
    });
  }
}

test('never do two slices list a pod, and no term is given to two pods', async () => {
  let arrivals = 0;
  await expectAlwaysLater(
    fc.array(anyTurn, { minLength: 5, maxLength: 40 }),
    async (turns) => {
      const race = new Race();
      for (const turn of turns) await race.take(turn);
      const { model } = race.world;
      if (sliceChanges(model).some((change) => /^IPv6 [ab]@/.test(change))) arrivals += 1;
      expect([simultaneous(model), repeatedTerms(model)]).toEqual([[], []]);
    },
    300,
  );
  // Otherwise the test has tried nothing.
  expect(arrivals).toBeGreaterThan(50);
});
