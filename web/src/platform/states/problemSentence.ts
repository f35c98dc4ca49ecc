import { useTranslation } from 'react-i18next';
import { Problem } from '../api/problem';
import { useRefusalText } from './refusalText';

/** A refusal in one sentence for the foot of a form; the field it names gets its own message in the form. */
export function useProblemSentence() {
  const { t } = useTranslation('platform');
  const refusal = useRefusalText();
  return (error: unknown): string => {
    if (!(error instanceof Problem)) return t('state.failedText');
    if (error.isLost) return t('problem.lost');
    if (error.status === 401) return t('problem.signedOut');
    if (error.status === 403) return t('state.forbiddenText');
    if (error.status === 429) return t('problem.tooMany');
    return refusal(error);
  };
}
