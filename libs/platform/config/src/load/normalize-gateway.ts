import { type LoadNotes, objectAt, type RawObject } from './raw-config.js';

/** Addresses people write where a word is meant. */
const bindWords: Readonly<Record<string, string>> = {
  '0.0.0.0': 'lan',
  '::': 'lan',
  '127.0.0.1': 'loopback',
  '::1': 'loopback',
  localhost: 'loopback',
};

const retiredReloadModes: readonly unknown[] = ['hot', 'restart'];
const retiredReloadKeys = ['debounceMs', 'deferralTimeoutMs'];

/** Older forms of the `gateway` section (CFG-13). */
export function normalizeGateway(root: RawObject, notes: LoadNotes): void {
  const gateway = objectAt(root, 'gateway');
  if (!gateway) return;
  checkBind(gateway, notes);
  normalizeReload(gateway, notes);
  if (objectAt(gateway, 'tailscale')?.resetOnExit !== undefined) {
    notes.warnings.push('gateway.tailscale.resetOnExit: ignored, clawmesh does not manage Tailscale');
  }
  warnOfTailscale(gateway, notes);
  dropPageSettings(gateway, notes);
}

/** auth §9. */
function warnOfTailscale(gateway: RawObject, notes: LoadNotes): void {
  const mode = objectAt(gateway, 'tailscale')?.mode ?? 'off';
  if (mode !== 'off') notes.warnings.push('gateway.tailscale.mode: ignored, clawmesh does not manage Tailscale');
  if (objectAt(gateway, 'auth')?.allowTailscale !== true) return;
  notes.warnings.push('gateway.auth.allowTailscale: ignored, nobody is known by an address of Tailscale');
}

/** Of a page that the reference serves beside its API. */
const pageSettings = [
  'enabled',
  'basePath',
  'root',
  'embedSandbox',
  'allowExternalEmbedUrls',
  'allowInsecureAuth',
  'dangerouslyDisableDeviceAuth',
];

function dropPageSettings(gateway: RawObject, notes: LoadNotes): void {
  const page = objectAt(gateway, 'controlUi');
  if (!page) return;
  for (const key of pageSettings.filter((name) => Object.hasOwn(page, name))) {
    delete page[key];
    notes.warnings.push(`gateway.controlUi.${key}: ignored, there is no such page`);
  }
}

/** Reports the word to write and removes the value, so that the same mistake is not reported twice. */
function checkBind(gateway: RawObject, notes: LoadNotes): void {
  const { bind } = gateway;
  if (typeof bind !== 'string') return;
  const word = Object.hasOwn(bindWords, bind) ? bindWords[bind] : undefined;
  if (word === undefined && bind !== 'tailnet') return;
  const reason =
    word === undefined
      ? '"tailnet" is not supported here; use "lan" behind your own network'
      : `"${bind}" is an address; write "${word}"`;
  notes.issues.push({ path: 'gateway.bind', reason });
  delete gateway.bind;
}

function normalizeReload(gateway: RawObject, notes: LoadNotes): void {
  const reload = objectAt(gateway, 'reload');
  if (!reload) return;
  if (retiredReloadModes.includes(reload.mode)) {
    notes.warnings.push(`gateway.reload.mode: "${String(reload.mode)}" is an older word, read as "hybrid"`);
    reload.mode = 'hybrid';
  }
  for (const key of retiredReloadKeys) {
    if (!Object.hasOwn(reload, key)) continue;
    delete reload[key];
    notes.warnings.push(`gateway.reload.${key}: ignored`);
  }
}
