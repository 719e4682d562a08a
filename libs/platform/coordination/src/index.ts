export { FailedAuthLimiter, type FailedAuthLimits, type FailureVerdict } from './failed-auth-limiter.js';
export { InProcessFailedAuthLimiter } from './failed-auth-limiter.in-process.js';
export { SharedFailedAuthLimiter, type FailedAuthNews } from './failed-auth-limiter.shared.js';
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
export { KeyWindowMonitor, RedisRingMonitor } from './key-ring-monitor.js';
export { RedisKeyRing } from './key-ring.redis.js';
export { MeasuredKeyRing } from './measured-key-ring.js';
export type { KeyNews } from './redis/ring-events.js';
export type { WindowArchive } from './window-archive.js';
export { RedisConnection } from './redis-connection.js';
export { FailedAuthStore } from './redis/failed-auth-store.js';
