import { canonicalProviderId } from '@clawmesh/providers';
import { isRawObject, type LoadNotes, objectAt, type RawObject } from './raw-config.js';

/** One spelling of provider ids everywhere (REF-4). */
export function normalizeProviders(root: RawObject, notes: LoadNotes): void {
  const models = objectAt(root, 'models');
  if (isRawObject(models?.providers)) models.providers = canonicalKeys(models.providers, 'models.providers', notes);
  normalizeKeys(objectAt(root, 'clawmesh', 'keys') ?? {}, notes);
  const auth = objectAt(root, 'auth');
  if (isRawObject(auth?.order)) auth.order = canonicalKeys(auth.order, 'auth.order', notes);
  for (const profile of Object.values(objectAt(root, 'auth', 'profiles') ?? {})) {
    if (isRawObject(profile) && typeof profile.provider === 'string') {
      profile.provider = canonicalProviderId(profile.provider);
    }
  }
}

function normalizeKeys(keys: RawObject, notes: LoadNotes): void {
  for (const name of ['additional', 'maxInFlightByProvider']) {
    const byId = keys[name];
    if (isRawObject(byId)) keys[name] = canonicalKeys(byId, `clawmesh.keys.${name}`, notes);
  }
}

function canonicalKeys(byId: RawObject, path: string, notes: LoadNotes): RawObject {
  const canonical: RawObject = {};
  for (const [id, value] of Object.entries(byId)) {
    const known = canonicalProviderId(id);
    if (Object.hasOwn(canonical, known)) {
      notes.issues.push({ path: `${path}.${id}`, reason: `another entry is for the provider "${known}" already` });
    }
    canonical[known] = value;
  }
  return canonical;
}
