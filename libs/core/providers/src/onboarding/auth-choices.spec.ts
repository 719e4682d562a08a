import { findProvider } from '../provider-registry.js';
import { isRouteProblem, resolveRoute } from '../route/resolve-route.js';
import { authChoices, loginChoices } from './auth-choices.js';

describe('authChoices', () => {
  it('CLI-21 every choice has a name of its own', () => {
    const ids = [...authChoices, ...loginChoices].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(authChoices.flatMap(({ id, surfaces }) => surfaces.map((surface, at) => [`${id} ${at}`, surface] as const)))(
    'CLI-21 %s leads somewhere: what it writes, or the catalogue, is enough for a call',
    (_, { provider, model = 'any', settings }) => {
      const providers = settings ? { [provider]: settings } : {};
      const route = resolveRoute({ mode: 'merge', providers }, provider, model);
      if (isRouteProblem(route)) throw new Error(route.message);
      expect(route.routeClass).not.toBe('invalid');
      // A row beside it would be the better place for what is offered.
      expect(Boolean(settings)).toBe(findProvider(provider) === undefined);
      const listed = settings
        ? settings.models.map(({ id }) => id)
        : findProvider(provider)?.models.map(({ id }) => id);
      if (model !== 'any') expect(listed).toContain(model);
    },
  );
});
