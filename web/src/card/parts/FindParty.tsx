// Finds another party as one types, to choose it.
import { Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readableIdentifier } from '../../platform/format/phone';
import { PartyMark } from '../../platform/shell/PartyMark';
import { useVocabulary } from '../../platform/vocabulary';
import { findQuery, type ListedParty } from '../calls';
import { orderedIdentifiers } from '../shape';
import classes from './SameAs.module.css';
import { Refusal } from '../../platform/states/Refusal';

export const contactsOf = (party: Pick<ListedParty, 'identifiers'>) =>
  orderedIdentifiers(party.identifiers).slice(0, 3).map(readableIdentifier).join(' · ');

interface FindPartyProps {
  label: string;
  /** The id of who is not offered: the card's own. */
  not: string;
  onFound: (party: ListedParty) => void;
}

export function FindParty({ label, not, onFound }: FindPartyProps) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 150);
  const found = useQuery({ ...findQuery(search), enabled: search.length > 0 });
  return (
    <>
      <TextInput
        data-autofocus
        label={label}
        placeholder={t('same.searchExample')}
        value={typed}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div>
        {found.data
          ?.filter((party) => party.id !== not)
          .map((party) => (
            <UnstyledButton key={party.id} className={classes.found} onClick={() => onFound(party)}>
              <PartyMark id={party.id} name={words.name(party)} kind={party.kind} />
              <span>
                {words.name(party)}
                <span className={classes.detail}> {contactsOf(party)}</span>
              </span>
            </UnstyledButton>
          ))}
        {found.data?.length === 0 && <Text size="sm">{t('same.nobody')}</Text>}
        <Refusal error={found.error} />
      </div>
    </>
  );
}
