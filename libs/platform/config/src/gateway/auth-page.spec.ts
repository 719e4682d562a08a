import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import JSON5 from 'json5';
import { readBootSettings } from '../boot/boot-settings.js';
import { createSnapshot } from '../load/create-snapshot.js';
import { resolveGatewayAuth } from './gateway-auth.js';

const page = readFileSync(fileURLToPath(new URL('../../../../../docs/auth.md', import.meta.url)), 'utf8');
const examples = [...page.matchAll(/```json5\n(.*?)```/gs)].map(([, text = '']) => text);

describe('docs/auth.md', () => {
  it('has an example of each', () => expect(examples).toHaveLength(3));

  it.each(examples.map((text) => [/trusted-proxy|token/.exec(text)?.[0] ?? '', text]))(
    'a gateway starts with the example of mode %s, without a warning',
    (mode, text) => {
      const env = mode === 'token' ? { OPENCLAW_GATEWAY_TOKEN: 'a-good-token' } : {};
      const snapshot = createSnapshot({ raw: JSON5.parse(text), env, stateDir: '/state' });
      expect(snapshot.report.warnings).toEqual([]);
      expect(resolveGatewayAuth(snapshot, readBootSettings({}, {}))).toMatchObject({ mode });
    },
  );
});
