// Where one comes in: to the first questions, where an owner has not been asked them yet; else to Today.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSession } from '../platform/session';
import { settingsQuery } from '../team/calls';

export function HomePage({ onBegin }: { onBegin: (to: '/welcome' | '/today') => void }) {
  const { user } = useSession();
  const asks = user.role === 'owner';
  const settings = useQuery({ ...settingsQuery, enabled: asks });
  const known = !asks || settings.data || settings.isError;
  const to = asks && settings.data?.['business.set_up'] === 'no' ? '/welcome' : '/today';
  useEffect(() => {
    if (known) onBegin(to);
  }, [known, to, onBegin]);
  return null;
}
