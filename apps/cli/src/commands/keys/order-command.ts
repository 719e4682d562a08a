import type { KeyOrder } from '@clawmesh/coordination';
import { Command } from 'commander';
import { runCommand } from '../../command-error.js';
import { findGateway, withGatewayOptions, type GatewayOptions } from '../../gateway/gateway-target.js';
import { printable } from '../../terminal/paint.js';
import { orderKeys, type Ordered } from './key-board.js';

interface OrderOptions extends GatewayOptions {
  readonly json?: boolean;
}

export interface OrderWords {
  readonly order: KeyOrder;
  readonly description: string;
  /** `Disabled`. */
  readonly done: string;
}

/** `clawmesh keys <order> <provider> [key]`. */
export function orderCommand({ order, description, done }: OrderWords): Command {
  const command = new Command(order)
    .description(description)
    .argument('<provider>', 'whose keys')
    .argument('[key]', 'one of them: as the list shows it, the start of that, or its source (default: all)')
    .option('--json', 'print JSON');
  return withGatewayOptions(command).action((provider: string, key: string | undefined, options: OrderOptions) =>
    runCommand(options, async () => {
      const ordered = await orderKeys(await findGateway(options), { order, provider, key });
      const text = options.json ? JSON.stringify(ordered.document, null, 2) : orderedLines(ordered, done).join('\n');
      process.stdout.write(`${text}\n`);
    }),
  );
}

function orderedLines({ changed, keys }: Ordered, done: string): string[] {
  const many = keys.length === 1 ? '1 key' : `${keys.length} keys`;
  const title =
    changed === keys.length ? `${done} ${many}:` : `${done} ${changed} of ${many}, the others were so before:`;
  return [title, ...keys.map(({ provider, key, source }) => printable(`  ${provider}  ${key}  ${source}`))];
}
