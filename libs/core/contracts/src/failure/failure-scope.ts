/** What a failure says something about; windows follow it (ERR-48). */
export type FailureScope = 'model' | 'credential' | 'provider' | 'request' | 'local';
