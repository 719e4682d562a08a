/** What may be wrong with dependencies, as pure functions from npm's own files to sentences. */

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** The packages of a lock file that come from a registry. */
function packagesOf(lock) {
  return Object.entries(lock.packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    .map(([path, entry]) => ({ name: nameOf(path), ...entry }));
}

const isForDevelopment = ({ dev, devOptional, optional, peer }) => Boolean(dev || devOptional || optional || peer);

export function scriptMistakes(lock, { unusedScripts }, npmrc) {
  const withScripts = packagesOf(lock).filter(({ hasInstallScript }) => hasInstallScript);
  const unknown = withScripts.filter((entry) => !isForDevelopment(entry) || !Object.hasOwn(unusedScripts, entry.name));
  const stale = Object.keys(unusedScripts).filter((name) => !withScripts.some((entry) => entry.name === name));
  return [
    ...unknown.map(({ name, version }) => `${name} ${version} would run a script when it is installed`),
    ...stale.map((name) => `${name} is in unusedScripts of tools/audit/policy.mjs, and has no script`),
    ...(/^ignore-scripts=true$/m.test(npmrc) ? [] : ['.npmrc does not say ignore-scripts=true']),
  ];
}

/** Without its hash a package could be any; without a registry it could come from anywhere. */
export function originMistakes(lock) {
  const shipped = packagesOf(lock).filter((entry) => !isForDevelopment(entry));
  return [
    ...shipped.filter(({ integrity }) => !integrity).map(({ name }) => `${name} has no hash in package-lock.json`),
    ...packagesOf(lock)
      .filter(({ resolved }) => resolved !== undefined)
      .map(({ name, resolved }) => `${name} comes from ${resolved}, not from the configured registry`),
  ];
}

/** Of a CycloneDX document: what each component says of its licence. */
export function licenceMistakes(sbom, { licences, exceptions }) {
  const foreign = sbom.components.filter(({ purl }) => !isOurs(purl));
  const seen = new Set(foreign.map(({ name, group }) => fullName(name, group)));
  return [
    ...foreign.flatMap((component) => {
      const name = fullName(component.name, component.group);
      const said = licenceOf(component);
      if (isAllowed(said, licences) || exceptions[name]?.licence === said) return [];
      return [`${name} ${component.version} has the licence ${said}, which tools/audit/policy.mjs does not allow`];
    }),
    ...Object.keys(exceptions)
      .filter((name) => !seen.has(name))
      .map((name) => `${name} is in exceptions of tools/audit/policy.mjs, and is not shipped`),
  ];
}

/** Our own projects are of version 0.0.0. */
const isOurs = (purl) => /@0\.0\.0(?:\?|$)/.test(purl);
const fullName = (name, group) => (group && !name.startsWith(group) ? `${group}/${name}` : name);

function licenceOf({ licenses = [] }) {
  const [first] = licenses;
  return first?.license?.id ?? first?.license?.name ?? first?.expression ?? 'none';
}

/** Of alternatives one is enough, of several at once all count. */
function isAllowed(expression, licences) {
  const plain = expression.replaceAll(/[()]/g, '');
  if (plain.includes(' OR ')) return plain.split(' OR ').some((part) => isAllowed(part, licences));
  return plain.split(' AND ').every((part) => licences.includes(part.trim()));
}

/**
 * What `npm audit --json` found: sentences, or why it could not ask. Low and moderate ones are told by npm, and stop
 * nobody.
 */
export function vulnerabilities(report) {
  if (!report?.vulnerabilities) return { skipped: report?.message ?? report?.error?.summary ?? 'no answer' };
  const severe = Object.values(report.vulnerabilities).filter(({ severity }) =>
    ['high', 'critical'].includes(severity),
  );
  return { found: severe.map(({ name, severity, range }) => `${name} ${range} has a ${severity} vulnerability`) };
}
