export { agentAllowlist } from './agents/agent-allowlist.js';
export { agentModelChoice, type AgentModelChoice } from './agents/agent-model-choice.js';
export { agentParams } from './agents/agent-params.js';
export { continuesMidStream } from './agents/continues-mid-stream.js';
export { defaultAgentId, findAgent } from './agents/default-agent-id.js';
export { embeddingSettings, type EmbeddingSettings } from './agents/embedding-settings.js';
export { modelDirectory } from './agents/model-directory.js';
export { modelLabel, type ModelLabel } from './agents/model-label.js';
export { workspaceDir } from './agents/workspace-dir.js';
export { type BootFlags, type BootSettings, readBootSettings } from './boot/boot-settings.js';
export { type GlobalFlags, takeGlobalFlags } from './boot/global-flags.js';
export { ConfigError, type ConfigIssue } from './config-error.js';
export { type ConfigSnapshot, type Environment, type LoadReport, perSnapshot } from './config-snapshot.js';
export { ConfigStore } from './config-store.js';
export { fallbackSkipTtlMs, longestRetryWaitMs } from './failover/failover-limits.js';
export { checkGatewayMode } from './gateway/check-gateway-mode.js';
export { firstGateway } from './gateway/first-gateway.js';
export { type GatewayAuth, resolveGatewayAuth } from './gateway/gateway-auth.js';
export { type GatewayBind, resolveBind } from './gateway/gateway-bind.js';
export { gatewayWarnings } from './gateway/gateway-warnings.js';
export { claimGateway, type GatewayClaim, GatewayRunsError } from './instance/claim-gateway.js';
export { type GatewayRecord, leaveStopOrder, readGatewayRecord } from './instance/gateway-record.js';
export { stopGateway } from './instance/stop-gateway.js';
export { processIdentity } from './instance/process-identity.js';
export { createSnapshot, type SnapshotSource } from './load/create-snapshot.js';
export { processEnvironment } from './load/environment.js';
export { type ConfigSource, loadConfig } from './load/load-config.js';
export { readWrittenConfig } from './load/read-written-config.js';
export { isRedactionMark, redactionMark } from './redaction-mark.js';
export { ConfigReloader, type ReloadEvents } from './reload/config-reloader.js';
export { filePrint, type FilePrints } from './reload/file-print.js';
export { type ReloadPlan } from './reload/plan-reload.js';
export { configFileSchema } from './reference/config-file-schema.js';
export { configJsonSchema } from './reference/config-json-schema.js';
export { maskSecrets } from './reference/mask-secrets.js';
export { renderConfigReference } from './reference/render-config-reference.js';
export type { AgentEntry, Config, ProviderSettings } from './schema/config.schema.js';
export {
  readVariable,
  resolveSecretRef,
  type SecretReading,
  type SecretSources,
} from './secrets/resolve-secret-ref.js';
export type { SecretSurface } from './secrets/secret-places.js';
export type { SecretRef } from './secrets/secret-ref.js';
export { SecretResolver, type SecretResolverOptions } from './secrets/secret-resolver.js';
export { secretValues } from './secret-values.js';
export { type ConfigPath, formatConfigPath, parseConfigPath, valueAt } from './write/config-path.js';
export { parseConfigValue } from './write/parse-config-value.js';
export { type ConfigEdit, editRawConfig, type RawConfigFile, readRawConfig } from './write/raw-config-file.js';
export { ConfigWriteRefused, isConfigReadonly, refuseIfReadonly } from './write/write-guards.js';
export { type WriteOptions, writeRawConfig } from './write/write-raw-config.js';
