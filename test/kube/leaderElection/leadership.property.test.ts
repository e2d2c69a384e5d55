// Whatever happens to the candidates, their network and the API server, no two hold the leadership at once.
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { ApiModel } from '../../support/model/apiModel.ts';
import { refuse } from '../../support/model/fault.ts';
import { Contender } from '../../support/operator/contender.ts';

const deeds = [
  'pass',
  'pause',
  'continue',
  'kill',
  'stop',
  'leave',
  'join',
  'cutOff',
  'heal',
  'deafen',
  'jumpWall',
  'slow',
  'slowAnswers',
  'fast',
] as const;

type Deed = (typeof deeds)[number];

/** The hardest cases: a leader that is paused during its request, and one that is cut off after a late answer. */
const hardest = ['slow', 'pause', 'pause', 'continue', 'continue', 'slowAnswers', 'slowAnswers', 'cutOff'] as const;

const step = fc.record({
  deed: fc.constantFrom(...deeds, ...hardest),
  member: fc.nat({ max: 2 }),
  thenMs: fc.constantFrom(0, 10, 100, 300, 500, 1200, 2500, 4000),
});

class Story {
  readonly world = new FakeClock();
  readonly #model = new ApiModel(() => this.world.wallMs());
  readonly #random: () => number;
  readonly #contenders: Contender[] = [];
  readonly #heals = new Map<Contender, () => void>();
  #latencyMs = { there: 20, back: 20 };
  #joined = 0;
  /** How often a process started to lead, and the most leaders at once. */
  reigns = 0;
  rivals = 0;

  constructor(seed: number) {
    this.#random = randomOf(seed);
    for (const member of [0, 1, 2]) this.#join(member);
  }

  get leaders(): readonly string[] {
    return this.#contenders.filter(({ leads }) => leads).map(({ identity }) => identity);
  }

  async act(deed: Deed, member: number): Promise<void> {
    const contender = this.#contenders[member];
    if (contender !== undefined) this.#do(deed, contender, member);
  }

  #do(deed: Deed, contender: Contender, member: number): void {
    const acts: Record<Deed, () => void> = {
      pass: () => undefined,
      pause: () => contender.clock.pause(),
      continue: () => contender.clock.continue(),
      kill: () => contender.kill(),
      stop: () => void contender.stop({ release: true }),
      leave: () => void contender.stop({ release: false }),
      join: () => this.#join(member),
      cutOff: () => this.#heals.set(contender, contender.client.inject(refuse(503, () => true))),
      heal: () => this.#heals.get(contender)?.(),
      deafen: () => (contender.watches = !contender.watches),
      jumpWall: () => contender.clock.jumpWall((this.#random() - 0.5) * 86_400_000),
      slow: () => (this.#latencyMs = { there: 2000, back: 2000 }),
      slowAnswers: () => (this.#latencyMs = { there: 20, back: 2400 }),
      fast: () => (this.#latencyMs = { there: 20, back: 20 }),
    };
    acts[deed]();
  }

  /** Replaces a process that ended without releasing the Lease. */
  #join(member: number): void {
    this.#contenders[member]?.kill();
    this.#joined += 1;
    this.#contenders[member] = new Contender({
      identity: `operator-${member}_${this.#joined}`,
      model: this.#model,
      world: this.world,
      random: this.#random,
      latencyMs: (way) => this.#random() * this.#latencyMs[way],
      onGained: () => {
        this.reigns += 1;
        this.rivals = Math.max(this.rivals, this.leaders.length);
      },
    });
  }
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('whatever happens', () => {
  test('no two processes lead at once, and after the disturbances exactly one does', async () => {
    let reigns = 0;
    const property = fc.asyncProperty(fc.nat(), fc.array(step, { maxLength: 30 }), async (seed, steps) => {
      const story = new Story(seed);
      for (const { deed, member, thenMs } of [...steps, ...calm]) {
        await story.act(deed, member);
        for (let passedMs = 0; passedMs < thenMs; passedMs += 250) {
          await story.world.advance(Math.min(250, thenMs - passedMs));
          expect(story.leaders.length).toBeLessThanOrEqual(1);
        }
      }
      expect(story.leaders).toHaveLength(1);
      expect(story.rivals).toBe(1);
      reigns += story.reigns;
    });
    await fc.assert(property, { numRuns: 300 });
    // Otherwise nothing was tested.
    expect(reigns).toBeGreaterThan(400);
  }, 60_000);
});

const calm: readonly { deed: Deed; member: number; thenMs: number }[] = [
  { deed: 'fast', member: 0, thenMs: 0 },
  { deed: 'join', member: 0, thenMs: 0 },
  { deed: 'join', member: 1, thenMs: 0 },
  { deed: 'join', member: 2, thenMs: 10_000 },
];
