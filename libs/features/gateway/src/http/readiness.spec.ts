import { InProcessBus } from '@clawmesh/bus';
import { testAuthenticator, testSnapshot } from '../__fixtures__/gateway-under-test.js';
import { GatewayDrain } from './gateway-drain.js';
import { Readiness } from './readiness.js';

const usable = testSnapshot();
const withoutToken = testSnapshot({ gateway: { auth: { mode: 'token' } } });

function readinessOf(bus = new InProcessBus({ validate: true }), drain = new GatewayDrain()): Readiness {
  return new Readiness(bus, drain, testAuthenticator());
}

describe('Readiness (HTTP-165)', () => {
  it('fails nothing when all is well', () => expect(readinessOf().failing(5_000, usable)).toEqual([]));

  it('names a bus that is not connected', async () => {
    const bus = new InProcessBus({ validate: true });
    await bus.close();
    expect(readinessOf(bus).failing(5_000, usable)).toEqual(['nats']);
  });

  it('names draining, and a config nobody can authenticate against', () => {
    const drain = new GatewayDrain();
    drain.begin();
    expect(readinessOf(undefined, drain).failing(5_000, withoutToken)).toEqual(['gateway-draining', 'secrets']);
  });

  it('HTTP-162 looks again after a second', () => {
    const readiness = readinessOf();
    expect(readiness.failing(5_000, usable)).toEqual([]);
    expect(readiness.failing(5_999, withoutToken)).toEqual([]);
    expect(readiness.failing(6_000, withoutToken)).toEqual(['secrets']);
  });
});
