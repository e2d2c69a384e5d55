import { describe, expect, test } from '@jest/globals';
import { ConfigError, readConfig, usage } from '../src/config.ts';

describe('flags', () => {
  test('have the defaults that the usage names', () => {
    expect(readConfig([], {})).toMatchObject({
      metricsAddress: { host: undefined, port: 8080 },
      healthAddress: { host: undefined, port: 8081 },
      logLevel: 'info',
      logFormat: 'json',
    });
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
    ['--nonsense', /--nonsense/],
  ])('refuse %s and say what is possible', (flag, message) => {
    expect(() => readConfig([flag], {})).toThrow(ConfigError);
    expect(() => readConfig([flag], {})).toThrow(message);
  });

  test('are all named in the usage', () => {
    for (const flag of ['--kubeconfig', '--leader-elect', '--metrics-bind-address', '--log-level', '--log-format']) {
      expect(usage).toContain(flag);
    }
  });

  test('the pod’s name is taken for the instance where there is one', () => {
    expect(readConfig([], { POD_NAME: 'operator-7', HOSTNAME: 'machine' }).instance).toBe('operator-7');
    expect(readConfig([], { HOSTNAME: 'machine' }).instance).toBe('machine');
  });
});
