import { randomBytes } from 'node:crypto';
import { firstGateway, type Environment } from '@clawmesh/config';
import { firstModelWithKey } from '@clawmesh/worker';

/** What a gateway without any config runs with (AM-13). */
export interface FirstStart {
  /** `provider/model`, of the first provider that has a key in the environment. */
  readonly model: string;
  readonly usesDemo: boolean;
  readonly token: string;
}

export function firstStart(env: Environment, demoModel: string): FirstStart {
  const model = firstModelWithKey(env);
  return {
    model: model ?? demoModel,
    usesDemo: model === undefined,
    token: env.OPENCLAW_GATEWAY_TOKEN ?? randomBytes(24).toString('hex'),
  };
}

/** The config of a first start, in the form of the file. */
export function firstConfig({ model, usesDemo, token }: FirstStart, demoUrl: string | undefined): unknown {
  return {
    gateway: firstGateway(token),
    agents: { defaults: { model } },
    ...(usesDemo && { models: { providers: { demo: { baseUrl: demoUrl } } } }),
  };
}
