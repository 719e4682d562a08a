export { anAgentRun } from './builders/agent-run.js';
export { anAttemptJob } from './builders/attempt-job.js';
export { malformedConfig, plantedSecrets, richConfig } from './builders/malformed-config.js';
export { aModelCall, aUserMessage } from './builders/model-call.js';
export { aRequester } from './builders/requester.js';
export { aModelEntry, aRoute } from './builders/route.js';
export { testSeal } from './builders/test-seal.js';
export { freePort } from './services/free-port.js';
export { startNats } from './services/nats.js';
export { startPostgres } from './services/postgres.js';
export { startOwnRedis, startRedis } from './services/redis.js';
export { ServiceUnavailable, type RunningService, type ServiceName } from './services/running-service.js';
export { TcpProxy } from './services/tcp-proxy.js';
export { startServices, type Services } from './services/start-services.js';
export {
  startSocketUpstream,
  type SocketConnection,
  type SocketHandler,
  type SocketMessage,
  type SocketUpstream,
} from './upstream/socket-upstream.js';
export { SeededChoice } from './seeded-choice.js';
export { seededRandom, testSeed } from './seeded-random.js';
export { issuerAudience, startIssuer, type Issuer, type TokenOptions } from './upstream/issuer.js';
export { replyEvents, replyJson } from './upstream/upstream-replies.js';
export {
  startUpstream,
  type Upstream,
  type UpstreamHandler,
  type UpstreamRequest,
} from './upstream/upstream-server.js';
export { waitForEvent } from './wait-for-event.js';
export { waitUntil } from './wait-until.js';
