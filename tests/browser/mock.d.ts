declare module '*/mock/server.mjs' {
  export function startMock(options?: { port?: number; parties?: number }): Promise<{
    url: string;
    link: () => string;
    stop: () => Promise<unknown>;
  }>;
}
