// Runs once before all tests: signs in to the server named by GANBO_URL with the one-time link. The link works once, so
// the session goes to the tests through the environment.
import { launch, SESSION, type Session } from './product';

export default async function start() {
  const link = process.env.GANBO_SIGNIN;
  if (!process.env.GANBO_URL || !link)
    throw new Error('Name a server in GANBO_URL, and in GANBO_SIGNIN the one-time link that “ganbo user link” prints.');
  const browser = await launch();
  try {
    const page = await browser.newPage({
      baseURL: process.env.GANBO_URL,
      locale: 'vi-VN',
    });
    await page.goto(link);
    await page.waitForURL(/\/today$/);
    const session: Session = await page.context().storageState();
    process.env[SESSION] = JSON.stringify(session);
  } finally {
    await browser.close();
  }
}
