// Two processes write, each with what it saw some time ago, and each with another IP family of the Service in view.
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { apply } from '../../src/controller/apply.ts';
import { makeCaches } from '../../src/controller/caches.ts';
import { FailureCounts } from '../../src/controller/failureCounts.ts';
import { Repairs } from '../../src/controller/repairs.ts';
import type { Observed } from '../../src/controller/observed.ts';
import { services } from '../../src/controller/resources.ts';
import type { IpFamily } from '../../src/election/podView.ts';
import { decisionOn } from '../support/decisions.ts';
import { repeatedTerms, simultaneous, sliceChanges } from '../support/familySlices.ts';
import { ModelClient } from '../support/modelClient.ts';
import { fieldsOf } from '../support/modelObject.ts';
import { expectAlwaysLater } from '../support/properties.ts';
import { World } from '../support/world.ts';
import { ASVC } from '../support/worldSpec.ts';

interface Turn {
  readonly family: IpFamily;
  /** Looks anew; writes what it makes of what it saw last; does both; a pod fails or is well again. */
  readonly act: 'look' | 'write' | 'pass' | 'a fails' | 'a recovers';
}

const anyTurn: fc.Arbitrary<Turn> = fc.record({
  family: fc.constantFrom('IPv4', 'IPv6'),
  act: fc.constantFrom('look', 'write', 'write', 'pass', 'pass', 'pass', 'a fails', 'a recovers'),
});

class Race {
  readonly world = new World();
  readonly #client = new ModelClient(this.world.model);
  readonly #seen = new Map<IpFamily, Observed>();

  constructor() {
    for (const name of ['a', 'b']) this.world.pod(name, { ips: [`10.0.0.${name.charCodeAt(0)}`, `fd00::${name}`] });
    this.world.settle();
  }

  async take({ family, act }: Turn): Promise<void> {
    const { world } = this;
    if (act === 'look' || act === 'pass') this.#look(family);
    if (act === 'write' || act === 'pass') await this.#write(family);
    if (act === 'a fails' || act === 'a recovers') world.pod('a', { ready: act === 'a recovers' });
  }

  /** As a process that knows no more than the API says. */
  #look(family: IpFamily): void {
    const { model } = this.world;
    const service = model.get(services, ASVC);
    model.put(services, { ...service, spec: { ...fieldsOf(service['spec']), ipFamilies: [family] } });
    const process = this.world.operatorOf(ASVC.name);
    const observed = process.observe();
    if (observed !== undefined) this.#seen.set(family, observed);
    process.stop();
  }

  /** What fails has met a conflict. */
  async #write(family: IpFamily): Promise<void> {
    const observed = this.#seen.get(family);
    if (observed === undefined) return;
    const { clock } = this.world;
    await apply(observed, decisionOn(observed), {
      client: this.#client,
      caches: makeCaches(),
      clock,
      failureCounts: new FailureCounts(),
      repairs: new Repairs(),
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
  // Otherwise nothing was tried.
  expect(arrivals).toBeGreaterThan(50);
});
