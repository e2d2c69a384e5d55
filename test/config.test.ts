import { describe, expect, test } from '@jest/globals';
import { readConfig, usage } from '../src/config.ts';
import { ConfigError } from '../src/flagValues.ts';

describe('flags', () => {
  test('have the defaults of the usage text', () => {
    expect(readConfig([], {})).toMatchObject({
      metricsAddress: { host: undefined, port: 8080 },
      healthAddress: { host: undefined, port: 8081 },
      concurrency: 16,
      callRate: { qps: 200, burst: 1000 },
      logLevel: 'info',
      logFormat: 'json',
      perResourceMetrics: true,
    });
  });

  test('switch the metrics of each object off and on', () => {
    expect(readConfig(['--per-resource-metrics=false'], {}).perResourceMetrics).toBe(false);
    expect(readConfig(['--per-resource-metrics'], {}).perResourceMetrics).toBe(true);
  });

  test.each([
    [':9090', { host: undefined, port: 9090 }],
    ['127.0.0.1:0', { host: '127.0.0.1', port: 0 }],
    ['[::1]:9090', { host: '::1', port: 9090 }],
  ])('read the address %s', (text, address) => {
    expect(readConfig([`--metrics-bind-address=${text}`], {}).metricsAddress).toEqual(address);
  });

  test.each([
    ['--metrics-bind-address=8080', /host:port or :port/],
    ['--health-probe-bind-address=:70000', /"?:70000"?/],
    ['--log-level=loud', /error, warn, info, debug/],
    ['--log-format=xml', /json, text/],
    ['--namespace=a,b', /repeat the flag/],
    ['--namespace=', /one namespace is needed/],
    ['--concurrency=1', /from 2 to/],
    ['--concurrency=many', /whole number/],
    ['--kube-api-qps=0', /negative one means unlimited/],
    ['--kube-api-qps=', /calls per second/],
    ['--kube-api-burst=0', /from 1 to/],
    ['--nonsense', /--nonsense/],
  ])('refuse %s and name the valid values', (flag, message) => {
    expect(() => readConfig([flag], {})).toThrow(ConfigError);
    expect(() => readConfig([flag], {})).toThrow(message);
  });

  test('name the namespaces to act in, each once, or none for all', () => {
    expect(readConfig([], {}).namespaces).toEqual([]);
    const args = ['--namespace', 'shop', '--namespace=bank', '--namespace', 'shop'];
    expect(readConfig(args, {}).namespaces).toEqual(['shop', 'bank']);
  });

  test('limit the rate of API calls', () => {
    const args = ['--concurrency=4', '--kube-api-qps=0.5', '--kube-api-burst=1'];
    expect(readConfig(args, {})).toMatchObject({ concurrency: 4, callRate: { qps: 0.5, burst: 1 } });
    expect(readConfig(['--kube-api-qps=-1'], {}).callRate).toBeUndefined();
  });

  test('are all in the usage text', () => {
    const flags = ['--kubeconfig', '--leader-elect', '--metrics-bind-address', '--log-level', '--log-format'];
    const lease = ['--leader-election-namespace', '--lease-duration', '--renew-deadline', '--retry-period'];
    for (const flag of [...flags, ...lease, '--concurrency', '--kube-api-qps', '--kube-api-burst']) {
      expect(usage).toContain(flag);
    }
  });

  test('enable leader election by default', () => {
    const timing = { leaseDurationMs: 3000, renewDeadlineMs: 2500, retryPeriodMs: 300 };
    expect(readConfig([], {}).leaderElection).toEqual({ namespace: 'default', timing });
    expect(readConfig(['--leader-elect'], {}).leaderElection).toEqual({ namespace: 'default', timing });
    expect(readConfig(['--leader-elect=false'], {}).leaderElection).toBeUndefined();
  });

  test('set the namespace of the Lease, by default that of the pod', () => {
    const env = { POD_NAMESPACE: 'system' };
    expect(readConfig([], env).leaderElection?.namespace).toBe('system');
    expect(readConfig(['--leader-election-namespace=other'], env).leaderElection?.namespace).toBe('other');
    expect(readConfig([], { POD_NAMESPACE: '' }).leaderElection?.namespace).toBe('default');
  });

  test('parse the timing of the Lease as durations', () => {
    const args = ['--lease-duration=1m30s', '--renew-deadline=1m', '--retry-period=500ms'];
    const timing = { leaseDurationMs: 90_000, renewDeadlineMs: 60_000, retryPeriodMs: 500 };
    expect(readConfig(args, {}).leaderElection?.timing).toEqual(timing);
  });

  test.each([
    [['--lease-duration=6'], /--lease-duration "6": a duration is needed/],
    [['--lease-duration=900ms', '--renew-deadline=600ms', '--retry-period=100ms'], /at least 1s/],
    [['--renew-deadline=3s'], /--renew-deadline=3s .*: the renew deadline must be shorter than the lease duration/],
    [['--retry-period=2500ms'], /retry period must be shorter than the renew deadline/],
    [['--retry-period=0s'], /retry period must be more than 0s/],
    [['--leader-elect=perhaps'], /true, false/],
    [['--leader-election-namespace='], /--leader-election-namespace "": the name of one namespace/],
    [['--leader-election-namespace=A/B'], /the name of one namespace is needed/],
  ])('refuse %j, which is unsafe or invalid for leader election', (args, message) => {
    expect(() => readConfig(args, {})).toThrow(ConfigError);
    expect(() => readConfig(args, {})).toThrow(message);
  });

  test('set the instance to the name of the pod, else of the host', () => {
    expect(readConfig([], { POD_NAME: 'operator-7', HOSTNAME: 'machine' }).instance).toBe('operator-7');
    expect(readConfig([], { HOSTNAME: 'machine' }).instance).toBe('machine');
  });
});
