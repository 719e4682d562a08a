import { startRedis, type RunningService } from '@clawmesh/testing';
import { describeKeyRing } from './key-ring.contract.js';
import { redisHarness } from './key-ring.redis.harness.contract.js';

let redis: RunningService;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

describeKeyRing(
  'Redis',
  redisHarness(() => redis.url),
);
