// What was said of how a file is to be read, for as long as the tab lives: a session that ends loses none of it.
import type { ImportOptions } from './calls';

const keyOf = (uploadId: string) => `ganbo.import.${uploadId}`;

export function draftOf(uploadId: string): ImportOptions {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(uploadId)) ?? '{}') as ImportOptions;
  } catch {
    return {}; // storage may be switched off
  }
}

export function keepDraft(uploadId: string, options: ImportOptions) {
  try {
    sessionStorage.setItem(keyOf(uploadId), JSON.stringify(options));
  } catch {
    // Then it lasts as long as the page.
  }
}
