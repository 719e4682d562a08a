import type { ProfileView } from './profiles/profile-view.js';
import type { SecretFiles } from './secret-files.js';

/** What the credentials of a plan were taken from, beside its config. */
export class PlanFreshness {
  constructor(
    private readonly profiles: ProfileView,
    private readonly files: SecretFiles,
    /** Epoch milliseconds: then a token of it expires. */
    private readonly unchangedUntil = Number.POSITIVE_INFINITY,
  ) {}

  /** Whether the plan would be the same if it were made now. */
  lasts(profiles: ProfileView, now: number): boolean {
    return profiles === this.profiles && now < this.unchangedUntil && !this.files.hasChanged();
  }
}
