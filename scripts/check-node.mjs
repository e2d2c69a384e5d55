// Runs before anything else, on any version of Node: prints one clear line instead of a syntax error.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `Cannot run on Node ${process.versions.node}: version 22.19 or newer is needed. ` +
      `On Linux x64 and arm64 \`npm ci\` brings its own; elsewhere install one from https://nodejs.org.\n`,
  );
  process.exit(1);
}
