// Can nodes run on this machine? If not, one line says what is missing, and the exit code is 1.
import { missingForNodes } from './requirements.ts';

const missing = missingForNodes();
if (missing.length > 0) {
  process.stdout.write(
    `The suites on real nodes (e2e/onNodes) are left out: this machine lacks ${missing.join(', ')}.\n`,
  );
  process.exitCode = 1;
}
