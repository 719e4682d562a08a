export { askJson, type JsonAnswer, type JsonRequest } from './ask-json.js';
export { UpstreamClient, type UpstreamRequest } from './upstream-client.js';
export type { UpstreamExchange, UpstreamHandlers, UpstreamHeaders } from './upstream-exchange.js';
export { FetchRefusedError } from './guarded-fetch/fetch-refused-error.js';
export { guardedFetch, type GuardedFile } from './guarded-fetch/guarded-fetch.js';
export type { AddressRules } from './guarded-fetch/resolve-host.js';
export { TokenVerifier, type TokenRules, type TokenVerdict } from './tokens/token-verifier.js';
export { UpgradeRefusedError, type UpgradeRefusal } from './socket/upgrade-refused-error.js';
export { UpstreamSocket, type SocketHandlers } from './socket/upstream-socket.js';
