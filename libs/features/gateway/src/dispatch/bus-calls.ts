import { Injectable } from '@nestjs/common';
import { EmbeddingDispatcher } from './embedding-dispatcher.js';
import { KeyBoard } from './key-board.js';
import { RemoteFiles } from './remote-files.js';
import { TokenCounts } from './token-counts.js';

/** What the gateway asks others for besides runs. */
@Injectable()
export class BusCalls {
  constructor(
    readonly remoteFiles: RemoteFiles,
    readonly embeddings: EmbeddingDispatcher,
    readonly tokenCounts: TokenCounts,
    readonly keyBoard: KeyBoard,
  ) {}
}
