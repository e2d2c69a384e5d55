// Leader election of this process: by a Lease, or immediate leadership without one.
import { randomUUID } from 'node:crypto';
import { LEASE_NAME } from './api/names.ts';
import type { Config } from './config.ts';
import { Campaign, type CampaignOptions } from './kube/leaderElection/campaign.ts';
import { LeadershipEndedError, unchallenged } from './kube/leaderElection/leadership.ts';
import { systemClock } from './kube/timing/clock.ts';

export interface LeaderElection {
  start(): void;
  /** Ends the leadership. `release`: no write is in flight, so the Lease may be released. */
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
  if (leaderElection === undefined) return withoutElection(options);
  const { namespace, timing } = leaderElection;
  return new Campaign({
    ...options,
    lease: { namespace, name: LEASE_NAME },
    timing,
    clock: systemClock,
    // A restarted pod keeps its name but has lost its state, so it is another candidate.
    identity: `${instance}_${randomUUID()}`,
  });
}

function withoutElection({ lead, observer }: LeaderElectionOptions): LeaderElection {
  const ending = new AbortController();
  return {
    start: () => {
      observer.gained();
      void lead(unchallenged(ending.signal));
    },
    stop: async () => ending.abort(new LeadershipEndedError('this process is stopping')),
  };
}
