export { InProcessKeyRing } from './key-ring.in-process.js';
export { keyRingSettings, type KeyRingSettings } from './key-ring-settings.js';
export {
  KeyRing,
  type KeyBoardRow,
  type KeyCandidate,
  type KeyLease,
  type KeyOrder,
  type KeyReport,
  type KnownKey,
  type LeaseAnswer,
  type LeaseQuestion,
} from './key-ring.js';
export { RedisConnection } from './redis-connection.js';
