// What currencies are worth in the business's own, from days on. A day that is past corrects what happened since.
import { ActionIcon, Button, Group, Table, TextInput, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Coins, Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { NumberInput } from '../../platform/form/NumberInput';
import { shownNumber } from '../../platform/format/number';
import { useFormats } from '../../platform/format/useFormats';
import { useLanguage } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { ratesQuery, useSetRate, useTakeBackRate, type Rates } from '../calls';
import classes from './RatesPage.module.css';
import { Refusal } from '../../platform/states/Refusal';

export function RatesPage() {
  const { t } = useTranslation('events');
  const rates = useQuery(ratesQuery);
  const mayChange = useSession().user.role === 'owner';
  return (
    <>
      <PageHead title={t('rates.title')}>
        <ApiCall calls={[{ method: 'GET', path: '/v1/rates' }]} />
      </PageHead>
      <div className={classes.page}>
        <p className={classes.explain}>{t('rates.explain')}</p>
        {rates.isPending ? (
          <LoadingRows rows={4} />
        ) : rates.isError ? (
          <Failed error={rates.error} retry={() => void rates.refetch()} />
        ) : (
          <>
            <Waiting rates={rates.data} />
            {mayChange ? <SetRate rates={rates.data} /> : <p className="quiet">{t('rates.onlyOwner')}</p>}
            {rates.data.data.length === 0 ? (
              <Message Icon={Coins} title={t('rates.none')}>
                {t('rates.noneText')}
              </Message>
            ) : (
              <RateTable rates={rates.data} mayChange={mayChange} />
            )}
          </>
        )}
      </div>
    </>
  );
}

function Waiting({ rates }: { rates: Rates }) {
  const { t } = useTranslation('events');
  const formats = useFormats();
  if (rates.waiting.length === 0) return null;
  return (
    <ul className={classes.waiting} aria-label={t('rates.waitingTitle')}>
      {rates.waiting.map(({ currency, touchpoints, first_day }) => (
        <li key={currency}>
          <strong>{currency}</strong> {t('rates.waiting', { count: touchpoints, day: formats.calendarDay(first_day) })}
        </li>
      ))}
    </ul>
  );
}

function SetRate({ rates }: { rates: Rates }) {
  const { t } = useTranslation('events');
  const announce = useAnnounce();
  const language = useLanguage();
  const set = useSetRate();
  const first = rates.waiting[0];
  const [currency, setCurrency] = useState(first?.currency ?? '');
  const [from, setFrom] = useState(first?.first_day ?? '');
  const [rate, setRate] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(
      { currency: currency.trim().toUpperCase(), from, rate: rate.trim() },
      {
        onSuccess: () => {
          setRate('');
          announce(t('rates.done'));
        },
      },
    );
  };
  return (
    <form className={classes.form} onSubmit={send} aria-label={t('rates.set')}>
      <Group align="flex-end" gap="sm">
        <TextInput
          className={classes.currency}
          label={t('rates.currency')}
          placeholder="USD"
          required
          maxLength={3}
          value={currency}
          onChange={(event) => setCurrency(event.currentTarget.value)}
        />
        <NumberInput
          className={classes.rate}
          label={t('rates.rate', { currency: rates.reporting_currency })}
          placeholder={shownNumber('25400', language)}
          required
          value={rate}
          onChange={setRate}
        />
        <TextInput
          label={t('rates.from')}
          type="date"
          required
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <Button type="submit" loading={set.isPending}>
          {t('rates.set')}
        </Button>
      </Group>
      <Refusal error={set.error} />
    </form>
  );
}

function RateTable({ rates, mayChange }: { rates: Rates; mayChange: boolean }) {
  const { t } = useTranslation('events');
  const formats = useFormats();
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const takeBack = useTakeBackRate();
  return (
    <Table verticalSpacing="sm" className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('rates.currency')}</Table.Th>
          <Table.Th>{t('rates.from')}</Table.Th>
          <Table.Th className={classes.number}>{t('rates.rate', { currency: rates.reporting_currency })}</Table.Th>
          {mayChange && <Table.Th aria-label={t('rates.takeBack')} />}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rates.data.map(({ currency, from, rate }) => (
          <Table.Tr key={`${currency} ${from}`}>
            <Table.Td>{currency}</Table.Td>
            <Table.Td>{formats.calendarDay(from)}</Table.Td>
            <Table.Td className={classes.number}>{formats.decimal(rate)}</Table.Td>
            {mayChange && (
              <Table.Td className={classes.number}>
                <Tooltip label={t('rates.takeBack')}>
                  <ActionIcon
                    variant="subtle"
                    aria-label={t('rates.takeBackOf', { currency, day: formats.calendarDay(from) })}
                    onClick={() =>
                      takeBack.mutate(
                        { currency, from },
                        {
                          onSuccess: () => announce(t('rates.takenBack')),
                          onError: (error) => announce(sentence(error)),
                        },
                      )
                    }
                  >
                    <Trash2 size={16} />
                  </ActionIcon>
                </Tooltip>
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
