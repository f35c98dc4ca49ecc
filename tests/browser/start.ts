// Runs once before all tests: starts the mock unless GANBO_URL names a server, and signs in with the one-time link. The
// link works once, so the session goes to the tests through the environment.
import { launch, SESSION, type Session } from './product';

export default async function start() {
  let stop: () => Promise<unknown> = async () => {};
  if (!process.env.GANBO_URL) {
    const { startMock } = await import('../../web/mock/server.mjs');
    const mock = await startMock();
    process.env.GANBO_URL = mock.url;
    process.env.GANBO_SIGNIN = mock.link();
    stop = mock.stop;
  }
  const link = process.env.GANBO_SIGNIN;
  if (!link)
    throw new Error('GANBO_URL is set but GANBO_SIGNIN is not: give the one-time link that “ganbo user link” prints');
  const browser = await launch();
  try {
    const page = await browser.newPage({
      baseURL: process.env.GANBO_URL,
      locale: 'vi-VN',
    });
    await page.goto(link);
    await page.waitForURL(/\/parties$/);
    const session: Session = await page.context().storageState();
    process.env[SESSION] = JSON.stringify(session);
  } finally {
    await browser.close();
  }
  return stop;
}
