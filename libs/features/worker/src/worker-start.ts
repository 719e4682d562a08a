import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AuthProfiles } from './credentials/profiles/auth-profiles.js';

/** What must be there before the first call. */
@Injectable()
export class WorkerStart implements OnApplicationBootstrap {
  constructor(private readonly profiles: AuthProfiles) {}

  onApplicationBootstrap(): Promise<void> {
    return this.profiles.start();
  }
}
