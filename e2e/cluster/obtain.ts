// `make cluster-binaries`: obtains the missing binaries, or says in one line that none is missing.
import { binaryNames, etcdVersion, kubernetesVersion } from './binaries/versions.ts';
import { obtainBinaries, ordinaryOptions } from './binaries/obtainBinaries.ts';
import { progressOn } from './binaries/progress.ts';
import { reasonOf } from './clusterError.ts';

try {
  await obtainBinaries(ordinaryOptions(process.env, progressOn(process.stdout)));
  process.stdout.write(
    `Kubernetes ${kubernetesVersion} and etcd ${etcdVersion} are here: ${binaryNames.join(', ')}.\n`,
  );
} catch (error) {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exitCode = 1;
}
