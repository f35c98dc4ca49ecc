import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, setCsrfToken } from '../platform/api/client';
import type { Body } from '../platform/api/types';
import type { Language } from '../platform/i18n/i18n';
import { holdSession, sessionKey } from '../platform/session';

export type SignIn = Body<'/v1/session', 'post'>;

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SignIn) => call('post', '/v1/session', { body }),
    onSuccess: (session) => queries.setQueryData(sessionKey, holdSession(session)),
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call('delete', '/v1/session'),
    onSuccess: () => {
      setCsrfToken(undefined);
      // Nothing that the one before could see may be left for the one after.
      queries.clear();
      sessionStorage.clear();
      queries.setQueryData(sessionKey, null);
    },
  });
}

/** Remembers the language with the user; this browser has it already, so a failure changes nothing here. */
export function useKeepLanguage() {
  const queries = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (locale: Language) => call('patch', '/v1/session', { body: { locale } }),
    onSuccess: (session) => queries.setQueryData(sessionKey, holdSession(session)),
  });
  return mutate;
}
