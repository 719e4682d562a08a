import { randomBytes } from 'node:crypto';
import { firstGateway, type BootSettings, type Environment } from '@clawmesh/config';
import { firstModelWithKey } from '@clawmesh/worker';

/** What a gateway without any config runs with (AM-13). */
export interface FirstStart {
  /** `provider/model`, of the first provider that has a key in the environment. */
  readonly model: string;
  readonly usesDemo: boolean;
  /** Absent: callers prove themselves with a password, which was given. */
  readonly token?: string;
}

/** What the caller of a first start said about who may ask. */
type GivenSecrets = Pick<BootSettings, 'token' | 'password' | 'authMode'>;

export function firstStart(env: Environment, demoModel: string, given: GivenSecrets): FirstStart {
  const model = firstModelWithKey(env);
  return {
    model: model ?? demoModel,
    usesDemo: model === undefined,
    ...(!hasPassword(env, given) && { token: tokenIn(env) ?? randomBytes(24).toString('hex') }),
  };
}

/** AUTH-2, AUTH-3: flags before variables; of two variables the token, as without a password. */
function hasPassword(env: Environment, { token, password, authMode }: GivenSecrets): boolean {
  if (token !== undefined || authMode === 'token') return false;
  return password !== undefined || (tokenIn(env) === undefined && Boolean(env.OPENCLAW_GATEWAY_PASSWORD?.trim()));
}

const tokenIn = (env: Environment): string | undefined => env.OPENCLAW_GATEWAY_TOKEN?.trim() || undefined;

/** The config of a first start, in the form of the file. */
export function firstConfig({ model, usesDemo, token }: FirstStart, demoUrl: string | undefined): unknown {
  const gateway = firstGateway(token);
  return {
    gateway: token === undefined ? { ...gateway, auth: { mode: 'password' } } : gateway,
    agents: { defaults: { model } },
    ...(usesDemo && { models: { providers: { demo: { baseUrl: demoUrl } } } }),
  };
}
