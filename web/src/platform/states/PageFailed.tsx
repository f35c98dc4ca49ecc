// In the place of a page that could not be shown: mostly its file, which was not fetched before the connection was lost.
import { useEffect } from 'react';
import { askWhetherLost, isConnectionLost, onConnectionChange } from '../api/connection';
import { Problem } from '../api/problem';
import { Failed } from './States';

// Without a connection there would be nothing to read, and nothing left of what is here.
const readAgain = () => void askWhetherLost().then((status) => status !== undefined && window.location.reload());
const isFile = (error: unknown) => error instanceof Error && /import|preload|module|chunk/i.test(error.message);

export function PageFailed({ error }: { error: unknown }) {
  // A file that once did not come is not asked for again by itself.
  useEffect(() => onConnectionChange(() => !isConnectionLost() && readAgain()), []);
  return <Failed error={isFile(error) ? new Problem({ status: 0, code: 'unavailable' }) : error} retry={readAgain} />;
}
