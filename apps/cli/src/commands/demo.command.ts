import { Command } from 'commander';

/** `clawmesh demo`: the built-in demo model as a server of its own, for a cluster without a provider key. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('serve the built-in demo model (OpenAI chat completions)')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on', '18790')
    .action(async (options: { host: string; port: string }) => {
      // Not before it is asked for: every other command would wait for it.
      const { runProcess } = await import('@clawmesh/adapters');
      const { demoEventGapMs, startDemoUpstream } = await import('@clawmesh/demo');
      await runProcess(async () => {
        const demo = await startDemoUpstream({
          host: options.host,
          port: Number(options.port),
          eventGapMs: demoEventGapMs,
        });
        process.stdout.write(`demo model on ${demo.url}/v1\n`);
        return { stop: () => demo.close() };
      });
    });
}
