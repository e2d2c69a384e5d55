// What does this machine lack for real nodes? Each answer is a noun phrase of one line; none means that they can run.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cgroupControllers } from '../cgroups.ts';
import { readFileSync } from 'node:fs';

/** Debian's package of each command. */
const commands: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  nft: 'nftables',
  conntrack: 'conntrack',
  mount: 'mount',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
};

export function missingForNodes(): readonly string[] {
  if (process.platform !== 'linux') return [`Linux (this is ${process.platform})`];
  const asked = [...missingPrivileges(), ...missingControllers()];
  return [...asked, ...missingCommands()];
}

function missingPrivileges(): readonly string[] {
  if (process.getuid?.() !== 0) return ['root'];
  const [, effective = '0'] = /^CapEff:\s+(\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  const sysAdmin = 2n ** 21n;
  return (BigInt(`0x${effective}`) & sysAdmin) === 0n ? ['the capability CAP_SYS_ADMIN'] : [];
}

function missingControllers(): readonly string[] {
  const missing = cgroupControllers.filter((name) => !existsSync(join('/sys/fs/cgroup', name, 'cgroup.procs')));
  if (missing.length === 0) return [];
  return [missing.length === cgroupControllers.length ? 'cgroup v1' : `cgroup v1's ${missing.join(' and ')}`];
}

function missingCommands(): readonly string[] {
  const missing = Object.keys(commands).filter((name) => !isOnPath(name));
  const packages = new Set(missing.map((name) => commands[name]));
  return missing.length === 0 ? [] : [`${missing.join(', ')} (\`make cluster-deps\`: ${[...packages].join(', ')})`];
}

function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
