// What ganbo knows of the business itself: its name, where and when it works, and what may be done without asking.
import { Button, Checkbox, Group, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../platform/form/useKept';
import { useLanguage } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { Failed, LoadingRows } from '../../platform/states/States';
import { settingsQuery, useChangeSettings, type Settings } from '../calls';
import { changedSettings, currenciesOf, holdOuts, regionsOf, timeZones, weekdaysOf, withDay } from '../business';
import classes from './BusinessPage.module.css';
import { Refusal } from '../../platform/states/Refusal';

export function BusinessPage() {
  const { t } = useTranslation('team');
  const settings = useQuery(settingsQuery);
  const mayChange = useSession().user.role === 'owner';
  return (
    <>
      <PageHead title={t('business.title')}>
        <ApiCall calls={[{ method: 'GET', path: '/v1/settings' }]} />
      </PageHead>
      <div className={classes.page}>
        {settings.isPending ? (
          <LoadingRows rows={6} />
        ) : !settings.data ? (
          <Failed error={settings.error} retry={() => void settings.refetch()} />
        ) : (
          <>
            {!mayChange && <p className="quiet">{t('business.onlyOwner')}</p>}
            <SettingsForm kept={settings.data} mayChange={mayChange} />
          </>
        )}
      </div>
    </>
  );
}

function SettingsForm({ kept, mayChange }: { kept: Settings; mayChange: boolean }) {
  const { t } = useTranslation('team');
  const language = useLanguage();
  const announce = useAnnounce();
  const change = useChangeSettings();
  const { value: draft, set: setDraft, forget } = useKept<Settings>('business', () => ({}));
  const value = { ...kept, ...draft };
  const changed = changedSettings(kept, draft);
  const set = (name: keyof Settings) => (said: string | null) => said && setDraft({ ...draft, [name]: said });
  const zones = useMemo(() => timeZones(kept['business.time_zone']), [kept]);
  const currencies = useMemo(() => currenciesOf(language), [language]);
  const regions = useMemo(() => regionsOf(language), [language]);
  const odds = value['duplicates.merge_from_odds'];
  const send = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(changed, {
      onSuccess: () => {
        setDraft({});
        forget();
        announce(t('business.saved'));
      },
    });
  };
  return (
    <form className={classes.form} onSubmit={send} aria-label={t('business.title')}>
      <fieldset disabled={!mayChange}>
        <TextInput
          label={t('business.name')}
          maxLength={200}
          required
          value={value['business.name']}
          onChange={(event) => setDraft({ ...draft, 'business.name': event.currentTarget.value })}
        />
        <Textarea
          label={t('business.sells')}
          placeholder={t('business.sellsExample')}
          autosize
          maxLength={500}
          value={value['business.sells']}
          onChange={(event) => setDraft({ ...draft, 'business.sells': event.currentTarget.value })}
        />
        <Group grow align="flex-start">
          <Select
            label={t('business.currency')}
            inputWrapperOrder={['label', 'input', 'description']}
            description={t('business.currencyFixed')}
            data={currencies}
            value={value['business.currency']}
            onChange={set('business.currency')}
            searchable
            disabled={!mayChange}
          />
          <Select
            label={t('business.phoneRegion')}
            inputWrapperOrder={['label', 'input', 'description']}
            description={t('business.phoneRegionFor')}
            data={regions}
            value={value['business.phone_region']}
            onChange={set('business.phone_region')}
            searchable
            disabled={!mayChange}
          />
        </Group>
        <Select
          label={t('business.timeZone')}
          inputWrapperOrder={['label', 'input', 'description']}
          description={t('business.timeZoneDates')}
          data={zones}
          value={value['business.time_zone']}
          onChange={set('business.time_zone')}
          searchable
          disabled={!mayChange}
        />
      </fieldset>
      <fieldset disabled={!mayChange}>
        <legend>{t('business.calendar')}</legend>
        <div role="group" aria-label={t('business.daysOff')}>
          <p className={classes.label}>{t('business.daysOff')}</p>
          <Group gap="sm">
            {weekdaysOf(language).map(({ word, label }) => (
              <Checkbox
                key={word}
                label={label}
                checked={value['business.days_off']?.split(' ').includes(word)}
                onChange={() =>
                  setDraft({ ...draft, 'business.days_off': withDay(value['business.days_off'] ?? '', word) })
                }
              />
            ))}
          </Group>
        </div>
        <Checkbox
          label={t('business.holidays')}
          checked={value['business.holidays'] === 'vn'}
          onChange={(event) => setDraft({ ...draft, 'business.holidays': event.currentTarget.checked ? 'vn' : 'none' })}
        />
      </fieldset>
      <fieldset disabled={!mayChange}>
        <legend>{t('business.duplicates')}</legend>
        <SegmentedControl
          className={classes.choice}
          aria-label={t('business.duplicates')}
          disabled={!mayChange}
          data={[
            { value: 'off', label: t('business.ask') },
            { value: odds && odds !== 'off' ? odds : '1000000', label: t('business.mergeAlone') },
          ]}
          value={odds}
          onChange={set('duplicates.merge_from_odds')}
        />
        <p className={classes.explain}>{t('business.mergeAloneText')}</p>
      </fieldset>
      <fieldset disabled={!mayChange}>
        <legend>{t('business.holdOut')}</legend>
        <SegmentedControl
          className={classes.choice}
          aria-label={t('business.holdOut')}
          disabled={!mayChange}
          data={holdOuts(value['today.hold_out']).map((percent) => ({
            value: percent,
            label: percent === '0' ? t('business.holdOutNone') : `${percent} %`,
          }))}
          value={value['today.hold_out']}
          onChange={set('today.hold_out')}
        />
        <p className={classes.explain}>{t('business.holdOutText')}</p>
      </fieldset>
      {mayChange && (
        <Group>
          <Button type="submit" loading={change.isPending} disabled={Object.keys(changed).length === 0}>
            {t('business.save')}
          </Button>
          {Object.keys(changed).length > 0 && (
            <Button variant="subtle" onClick={() => setDraft({})}>
              {t('business.discard')}
            </Button>
          )}
        </Group>
      )}
      <Refusal error={change.error} />
    </form>
  );
}
