// What does this machine lack for real nodes? Each answer is a noun phrase of one line; none means that they can run.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findBinary } from '../binaries/findBinaries.ts';
import { nodeBinaryNames } from '../binaries/versions.ts';
import { cgroupControllers } from '../cgroups.ts';

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
  const missing = [...missingPrivileges(), ...missingControllers(), ...missingCommands(), ...missingForBuilds()];
  return missing.length > 0 ? missing : missingInKernel();
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

/** Nothing, once the binaries are in the cache. */
function missingForBuilds(): readonly string[] {
  const toBuild = nodeBinaryNames.filter((name) => findBinary(name) === undefined);
  if (toBuild.length === 0) return [];
  if (!isOnPath('go')) return ['Go (https://go.dev/dl), to build containerd and runc'];
  if (!toBuild.includes('runc') || spawnSync('pkg-config', ['--exists', 'libseccomp']).status === 0) return [];
  return ['libseccomp for building runc (`make cluster-deps`: libseccomp-dev, gcc, pkg-config)'];
}

/** Asks for what nodes do first: nftables in a network namespace of its own. */
function missingInKernel(): readonly string[] {
  const { status, stderr } = spawnSync('unshare', ['--net', 'nft', 'list', 'tables'], { encoding: 'utf8' });
  return status === 0 ? [] : [`nftables in a network namespace (${stderr.trim().split('\n')[0] ?? ''})`];
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
