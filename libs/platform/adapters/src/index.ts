export type { Adapters, EmbeddedAdapters, GatewayAdapters, RunnerAdapters, WorkerAdapters } from './adapters.js';
export { AdaptersModule } from './adapters.module.js';
export { clusterAdapters } from './cluster.adapters.js';
export { embeddedAdapters } from './embedded.adapters.js';
export { runProcess, type RunningService } from './run-process.js';
export { serviceFlags } from './service-flags.js';
export { startBusService } from './start-bus-service.js';
export { within } from './within.js';
