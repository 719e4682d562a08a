import { MockUpstream } from './mock-upstream.js';
import { openOwnGateway, type OwnGateway } from './own-gateway.js';

export interface OwnGatewayInUse {
  readonly mock: MockUpstream;
  /** A new one for each test. */
  readonly own: OwnGateway;
}

/** A mock upstream for the suite it is called in, and for each of its tests a home of its own. */
export function useOwnGateway(): OwnGatewayInUse {
  let mock: MockUpstream | undefined;
  let own: OwnGateway | undefined;
  beforeAll(async () => {
    mock = await MockUpstream.start();
  });
  afterAll(() => mock?.stop());
  beforeEach(async () => {
    own = await openOwnGateway();
  });
  afterEach(() => own?.remove());
  return {
    get mock() {
      return running(mock);
    },
    get own() {
      return running(own);
    },
  };
}

function running<T>(one: T | undefined): T {
  if (one === undefined) throw new Error('it has not started');
  return one;
}
