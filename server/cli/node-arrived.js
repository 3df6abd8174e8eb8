// Runs on whatever Node the machine has, before any TypeScript: says in one line what to do when the project's own Node did not arrive.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Twinloom needs Node 24; this is ${process.version}, and the project's own copy could not be installed for ${process.platform}-${process.arch}. ` +
      'Install Node 24 from nodejs.org, or allow optional dependencies (pnpm install --frozen-lockfile without --no-optional), then run the command again.',
  );
  process.exit(1);
}
