// The rows of an import that are not in, as a file in the language of the page.
import { Button, type ButtonProps } from '@mantine/core';
import { Download } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { callText } from '../../platform/api/client';
import { useLanguage } from '../../platform/i18n/i18n';
import { useAnnounce } from '../../platform/shell/announce';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { errorsIn } from '../errorsFile';
import { reasonText, ruleOf } from '../shape';

interface ErrorsButtonProps extends ButtonProps {
  importId: string;
  /** What is read aloud, where the words on it do not say which file it is of. */
  label?: string;
  children: ReactNode;
}

export function ErrorsButton({ importId, label, children, ...look }: ErrorsButtonProps) {
  const { t } = useTranslation('imports');
  const language = useLanguage();
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const [reading, setReading] = useState(false);
  const words = {
    head: [t('errors.row'), t('errors.field'), t('errors.rule'), t('errors.reason')],
    reason: (field: string, rule: string, reason: string) => {
      if (language === 'en' || rule === '') return reason;
      const told = reasonText(reason, language);
      const sentenceOf = t(`rule.${ruleOf(rule)}`, { field: field || t('rule.row') });
      return told === reason && ruleOf(rule) !== 'other' ? sentenceOf : `${sentenceOf}: ${told}`;
    },
  };
  const save = async () => {
    setReading(true);
    try {
      const text = errorsIn(words, await callText('/v1/imports/{id}/errors', { path: { id: importId } }));
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
      link.download = `import-${importId}-errors.csv`;
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) {
      announce(sentence(error));
    } finally {
      setReading(false);
    }
  };
  return (
    <Button
      variant="default"
      aria-label={label}
      loading={reading}
      leftSection={<Download size={15} aria-hidden />}
      onClick={() => void save()}
      {...look}
    >
      {children}
    </Button>
  );
}
