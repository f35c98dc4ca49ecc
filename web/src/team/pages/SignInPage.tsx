import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../platform/api/problem';
import { LanguageChoice } from '../../platform/i18n/LanguageChoice';
import { lastSession } from '../../platform/session';
import icon from '../../platform/shell/icon.svg';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { ThemeChoice } from '../../platform/theme/ThemeChoice';
import { useSignIn } from '../calls';
import classes from './SignInPage.module.css';

interface SignInPageProps {
  /** From the one-time link /signin?token=…; used once, by itself. */
  token?: string;
  /** The session has ended under an open page, which stays. */
  ended?: boolean;
  onSignedIn?: () => void;
}

export function SignInPage({ token, ended, onSignedIn }: SignInPageProps) {
  const { t } = useTranslation('team');
  const sentence = useProblemSentence();
  const signIn = useSignIn();
  const [login, setLogin] = useState(() => (ended ? (lastSession()?.user.login ?? '') : ''));
  const [password, setPassword] = useState('');
  const used = useRef<string>(undefined);

  useEffect(() => {
    if (!ended) document.title = `${t('signIn.title')} · ganbo`;
  }, [ended, t]);

  const { mutate } = signIn;
  useEffect(() => {
    // A link works once, so it must be sent once, also when React runs the effect twice.
    if (!token || used.current === token) return;
    used.current = token;
    mutate({ token }, { onSuccess: onSignedIn });
  }, [token, mutate, onSignedIn]);

  const byLink = signIn.variables !== undefined && 'token' in signIn.variables;
  const problem = signIn.error instanceof Problem ? signIn.error : undefined;
  const refused = problem?.status === 401;
  const message = !signIn.isError
    ? undefined
    : refused
      ? t(byLink ? 'signIn.linkRefused' : 'signIn.wrong')
      : problem?.isLost
        ? t('signIn.lost')
        : sentence(signIn.error);

  const send = (event: FormEvent) => {
    event.preventDefault();
    if (login.trim() && password) signIn.mutate({ login: login.trim(), password }, { onSuccess: onSignedIn });
  };

  return (
    <div className={classes.page}>
      <main className={classes.card}>
        <img src={icon} alt="" width={44} height={44} />
        <h1 className={classes.title}>{t('signIn.title')}</h1>
        <p className={classes.motto}>{t(ended ? 'signIn.ended' : 'signIn.motto')}</p>
        {byLink && (signIn.isPending || signIn.isSuccess) ? (
          <p role="status" className={classes.opening}>
            {t('signIn.opening')}
          </p>
        ) : (
          <form onSubmit={send}>
            <Stack gap="sm">
              {message && (
                <p role="alert" className={classes.problem}>
                  {message}
                </p>
              )}
              <TextInput
                size="md"
                label={t('signIn.login')}
                name="username"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                required
                withAsterisk={false}
                value={login}
                onChange={(event) => setLogin(event.currentTarget.value)}
              />
              <PasswordInput
                size="md"
                label={t('signIn.password')}
                name="password"
                autoComplete="current-password"
                required
                withAsterisk={false}
                value={password}
                visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
                onChange={(event) => setPassword(event.currentTarget.value)}
              />
              <Button type="submit" size="md" mt={4} loading={signIn.isPending}>
                {t('signIn.open')}
              </Button>
            </Stack>
          </form>
        )}
        <p className={classes.hint}>{t(ended ? 'signIn.hintEnded' : 'signIn.hint')}</p>
      </main>
      <div className={classes.choices}>
        <LanguageChoice />
        <ThemeChoice />
      </div>
    </div>
  );
}
