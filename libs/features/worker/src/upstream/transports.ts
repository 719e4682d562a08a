import { UpstreamClient } from '@clawmesh/http';
import { Injectable } from '@nestjs/common';
import { SocketTransport } from './websocket/socket-transport.js';

/** The ways to an upstream (TRAN-1). */
@Injectable()
export class Transports {
  constructor(
    readonly http: UpstreamClient,
    readonly sockets: SocketTransport,
  ) {}
}
