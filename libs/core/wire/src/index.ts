export { continuedCall } from './continuation/continued-call.js';
export type { Seam } from './continuation/seam.js';
export type { EmbeddingAnswer, EmbeddingApi, EmbeddingRequest } from './embeddings/embedding-api.js';
export { embeddingApi } from './embeddings/embedding-registry.js';
export { loadTokenizer } from './load-tokenizer.js';
export { estimateTokens } from './token-estimate.js';
export { UnsupportedContentError } from './unsupported-content-error.js';
export type { CallCounting, StreamDecoder, UpstreamError, WireApi, WireEvent, WireRequest } from './wire-api.js';
export { wireApi } from './wire-registry.js';
