import { canonicalProviderId } from '@clawmesh/providers';
import { isRawObject, objectAt, type RawObject } from './raw-config.js';

/** What `plugins` takes out of use is said once more where models are looked up. */
export function normalizePlugins(root: RawObject): void {
  const plugins = objectAt(root, 'plugins');
  const entries = Object.entries(objectAt(plugins ?? {}, 'entries') ?? {});
  const off = entries.filter(([, entry]) => isRawObject(entry) && entry.enabled === false).map(([id]) => id);
  const denied = Array.isArray(plugins?.deny) ? plugins.deny.filter((id) => typeof id === 'string') : [];
  const disabled = [...new Set([...off, ...denied].map(canonicalProviderId))];
  if (disabled.length === 0) return;
  const { models = {} } = root;
  if (!isRawObject(models)) return;
  const listed: unknown = models.disabled;
  root.models = { ...models, disabled: Array.isArray(listed) ? [...listed, ...disabled] : disabled };
}
