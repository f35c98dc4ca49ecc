import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import type { LetterCount } from '../calls';
import classes from './LetterRail.module.css';

interface LetterRailProps {
  letters: LetterCount[];
  chosen: string | undefined;
  onChoose: (letter: string | undefined) => void;
}

/** The edge of the old card box: one tap to everyone under a letter, a second tap back to all. */
export function LetterRail({ letters, chosen, onChoose }: LetterRailProps) {
  const { t } = useTranslation('parties');
  const formats = useFormats();
  return (
    <nav className={classes.rail} aria-label={t('letters')}>
      {letters.map(({ letter, count }) => (
        <UnstyledButton
          key={letter}
          className={classes.letter}
          disabled={count === 0 && letter !== chosen}
          aria-pressed={letter === chosen}
          aria-label={t('letter', { letter, count, shown: formats.number(count) })}
          title={t('letter', { letter, count, shown: formats.number(count) })}
          onClick={() => onChoose(letter === chosen ? undefined : letter)}
        >
          {letter}
        </UnstyledButton>
      ))}
    </nav>
  );
}
