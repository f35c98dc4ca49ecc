// Runs once before all tests: signs in to each server named by GANBO_URL (addresses, between spaces) with its one-time link
// of GANBO_SIGNIN. A link works once, so the sessions go to the tests through the environment.
import { launch, named, SESSION, type Session } from './product';

export default async function start() {
  const links = named('GANBO_SIGNIN');
  const urls = named('GANBO_URL');
  if (urls.length === 0 || links.length !== urls.length)
    throw new Error('Name a server in GANBO_URL, and in GANBO_SIGNIN the one-time link that “ganbo user link” prints.');
  const browser = await launch();
  const sessions: Session[] = [];
  try {
    for (const [place, link] of links.entries()) {
      const page = await browser.newPage({
        baseURL: urls[place],
        locale: 'vi-VN',
      });
      await page.goto(link);
      await page.waitForURL(/\/today$/);
      sessions.push(await page.context().storageState());
    }
    process.env[SESSION] = JSON.stringify(sessions);
  } finally {
    await browser.close();
  }
}
