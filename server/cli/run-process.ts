import manifest from '../package.json' with { type: 'json' };

type Command = (args: string[]) => Promise<number>;

const COMMANDS: Record<string, { does: string; load: () => Promise<Command> }> = {
  start: {
    does: 'server, editor, broker and the example',
    load: async () => (await import('./start.ts')).start,
  },
  run: { does: 'one flow without a screen', load: async () => (await import('./run.ts')).run },
  check: { does: 'what is wrong in flows', load: async () => (await import('./check.ts')).check },
  verify: {
    does: 'whether the log of a twin gives its state again',
    load: async () => (await import('./verify.ts')).verify,
  },
  catalog: { does: 'every node there is', load: async () => (await import('./catalog.ts')).catalog },
};

const HELP = `Twinloom ${manifest.version}: digital twins that stay alive

  twinloom start [--port 4280] [--host 127.0.0.1] [--data DIR] [--mqtt URL] [--mqtt-port N] [--no-plant] [--open]
               [--keep-samples 1d] [--keep-seconds 30d] [--history-size 5GB] [--disk-limit 90]
      server, editor, embedded broker and the example; how long and how large history is kept, and up to how much of the disk in per cent
  twinloom run FLOW [--live [--mqtt URL]] [--for D] [--replay CSV] [--set name=value]… [--twin ID] [--record node.port]…
               [--every D] [--quality] [--seed N] [--out CSV] [--snapshot FILE] [--resume FILE] [--stats]
      one flow without a screen: in simulated time as fast as it goes, or live
  twinloom check FLOW…
      what is wrong or doubtful in flows, one line each; exit code 1 if anything forbids a deploy
  twinloom verify TWIN [--data DIR] [--from T] [--to T]
      folds the input log of a twin again and compares it with its checkpoints, bit for bit; exit code 1 where they differ
  twinloom catalog [--json]
      every node with its ports, params and docs
`;

/** Runs the subcommand that was named; 2 when there is none of that name. */
async function main([name, ...args]: string[]): Promise<number> {
  if (name === '--version') return say(manifest.version);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    if (name === undefined) console.error(HELP);
    return name === undefined ? 2 : say(HELP);
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    console.error(
      `twinloom: there is no command ${name}; there are ${Object.keys(COMMANDS).join(', ')} (--help)`,
    );
    return 2;
  }
  if (args.includes('--help') || args.includes('-h')) return say(HELP);
  return (await command.load())(args);
}

function say(text: string): number {
  console.log(text);
  return 0;
}

// A process that another one of ours started ends with it, as if told to.
if (process.channel) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
const exitCode = await main(process.argv.slice(2));
process.stdout.write('', () => process.exit(exitCode));
