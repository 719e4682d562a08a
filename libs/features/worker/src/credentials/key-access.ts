import { KeyRing } from '@clawmesh/coordination';
import { Injectable } from '@nestjs/common';
import { AuthProfiles } from './profiles/auth-profiles.js';

/** What calls get their keys with: which there are, and which may be used now. */
@Injectable()
export class KeyAccess {
  constructor(
    readonly keyRing: KeyRing,
    readonly profiles: AuthProfiles,
  ) {}
}
