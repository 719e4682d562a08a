export { HealthServer, type Readiness } from './health-server.js';
export { createLogger } from './logger.pino.js';
export { Logger, type LogFields } from './logger.js';
export { Metrics, type EventCounter, type LevelGauge, type Reading, type ValueHistogram } from './metrics.js';
export { NestLogger } from './nest-logger.js';
export { productVersion } from './product-version.js';
export { createRedact, type Redact } from './redaction.js';
export { childTraceparent } from './trace.js';
