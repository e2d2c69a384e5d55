// How does this process come to lead? By a Lease, or at once where there is nobody else.
import { randomUUID } from 'node:crypto';
import { LEASE_NAME } from './api/names.ts';
import type { Config } from './config.ts';
import { Campaign, type CampaignOptions } from './kube/leaderElection/campaign.ts';
import { LeadershipEndedError, unchallenged } from './kube/leaderElection/leadership.ts';
import { systemClock } from './kube/timing/clock.ts';

export interface LeaderElection {
  start(): void;
  /** Ends the leadership if there is one; `release`: nothing is being written any more. */
  stop(options: { readonly release: boolean }): Promise<void>;
}

type LeaderElectionOptions = Pick<
  CampaignOptions,
  'transport' | 'forLease' | 'observer' | 'apiObserver' | 'lead' | 'rollbacks'
>;

export function makeLeaderElection(
  { leaderElection, instance }: Config,
  options: LeaderElectionOptions,
): LeaderElection {
  if (leaderElection === undefined) return alone(options);
  const { namespace, timing } = leaderElection;
  return new Campaign({
    ...options,
    lease: { namespace, name: LEASE_NAME },
    timing,
    clock: systemClock,
    // A pod that starts again keeps its name, but has forgotten everything: it is another candidate.
    identity: `${instance}_${randomUUID()}`,
  });
}

function alone({ lead, observer }: LeaderElectionOptions): LeaderElection {
  const ending = new AbortController();
  return {
    start: () => {
      observer.gained();
      void lead(unchallenged(ending.signal));
    },
    stop: async () => ending.abort(new LeadershipEndedError('this process is stopping')),
  };
}
