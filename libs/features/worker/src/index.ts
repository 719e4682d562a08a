export { ActiveAttempts } from './attempt/active-attempts.js';
export { ActiveEmbeddings } from './embeddings/active-embeddings.js';
export { firstModelWithKey } from './credentials/first-model-with-key.js';
export { listCredentials } from './credentials/list-credentials.js';
export { AuthProfiles } from './credentials/profiles/auth-profiles.js';
export { noProfiles } from './credentials/profiles/profile-view.js';
export { workerChannels, WorkerModule } from './worker.module.js';
