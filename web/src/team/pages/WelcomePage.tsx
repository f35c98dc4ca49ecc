// The first hour: a business of one's own in four short steps, each of which may be skipped and is also a setting. Nothing
// here is asked twice: what is known stands in the fields already.
import { Button, Group, Select, Stepper, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ArrowRight, FlaskConical, type LucideIcon } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageChoice } from '../../platform/i18n/LanguageChoice';
import { useLanguage } from '../../platform/i18n/i18n';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { Refusal } from '../../platform/states/Refusal';
import { Failed, LoadingRows } from '../../platform/states/States';
import { changedSettings, currenciesOf, regionsOf, timeZones } from '../business';
import { settingsQuery, useChangeSettings, useFillDemo, useKeepLanguage, type Settings } from '../calls';
import classes from './WelcomePage.module.css';

/** A way to begin with data: a picture, what it is called, what it does. */
export interface Beginning {
  Icon: LucideIcon;
  title: string;
  text: string;
  begin: () => void;
}

interface WelcomePageProps {
  /** Where data of one's own comes from; the page adds the demo. */
  beginnings: Beginning[];
  onDone: () => void;
}

export function WelcomePage({ beginnings, onDone }: WelcomePageProps) {
  const { t } = useTranslation('team');
  const settings = useQuery(settingsQuery);
  return (
    <>
      <PageHead title={t('welcome.title')}>
        <ApiCall
          calls={[
            { method: 'GET', path: '/v1/settings' },
            { method: 'POST', path: '/v1/demo' },
          ]}
        />
      </PageHead>
      <div className={classes.page}>
        {settings.isPending ? (
          <LoadingRows rows={4} />
        ) : !settings.data ? (
          <Failed error={settings.error} retry={() => void settings.refetch()} />
        ) : (
          <Steps kept={settings.data} beginnings={beginnings} onDone={onDone} />
        )}
      </div>
    </>
  );
}

const LAST = 3;

function Steps({ kept, beginnings, onDone }: { kept: Settings } & WelcomePageProps) {
  const { t } = useTranslation('team');
  const language = useLanguage();
  const keepLanguage = useKeepLanguage();
  const change = useChangeSettings();
  const fillDemo = useFillDemo();
  const [step, setStep] = useState(0);
  const [draft, setDraft] = useState<Settings>({});
  const value = { ...kept, ...draft };
  const zones = useMemo(() => timeZones(kept['business.time_zone']), [kept]);
  const currencies = useMemo(() => currenciesOf(language), [language]);
  const regions = useMemo(() => regionsOf(language), [language]);
  const set = (name: keyof Settings) => (said: string | null) => said !== null && setDraft({ ...draft, [name]: said });

  // What was typed is kept with each step, so that whoever leaves half-way loses nothing.
  const goOn = () => {
    const changed = changedSettings(kept, draft);
    if (Object.keys(changed).length === 0) return setStep(step + 1);
    change.mutate(changed, {
      onSuccess: () => {
        setDraft({});
        setStep(step + 1);
      },
    });
  };
  const end = (then: () => void) => change.mutate({ 'business.set_up': 'yes' }, { onSuccess: then });

  return (
    <div className={classes.steps}>
      <p className={classes.greeting}>{t('welcome.greeting')}</p>
      <Stepper active={step} onStepClick={setStep} size="sm" classNames={{ stepBody: classes.stepBody }}>
        <Stepper.Step label={t('welcome.who')}>
          <Step title={t('welcome.whoTitle')}>
            <TextInput
              data-autofocus
              label={t('business.name')}
              maxLength={200}
              value={value['business.name']}
              onChange={(event) => set('business.name')(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && goOn()}
            />
            <div>
              <p className={classes.label}>{t('welcome.language')}</p>
              <LanguageChoice onChoose={keepLanguage} />
            </div>
          </Step>
        </Stepper.Step>
        <Stepper.Step label={t('welcome.where')}>
          <Step title={t('welcome.whereTitle')}>
            <Select
              label={t('business.currency')}
              description={t('business.currencyFixed')}
              data={currencies}
              value={value['business.currency']}
              onChange={set('business.currency')}
              searchable
            />
            <Select
              label={t('business.timeZone')}
              data={zones}
              value={value['business.time_zone']}
              onChange={set('business.time_zone')}
              searchable
            />
            <Select
              label={t('business.phoneRegion')}
              description={t('business.phoneRegionFor')}
              data={regions}
              value={value['business.phone_region']}
              onChange={set('business.phone_region')}
              searchable
            />
          </Step>
        </Stepper.Step>
        <Stepper.Step label={t('welcome.what')}>
          <Step title={t('welcome.whatTitle')}>
            <Textarea
              label={t('business.sells')}
              placeholder={t('business.sellsExample')}
              autosize
              minRows={3}
              maxLength={500}
              value={value['business.sells']}
              onChange={(event) => set('business.sells')(event.currentTarget.value)}
            />
          </Step>
        </Stepper.Step>
        <Stepper.Step label={t('welcome.data')}>
          <Step title={t('welcome.dataTitle')}>
            <ul className={classes.beginnings}>
              {beginnings.map(({ Icon, title, text, begin }) => (
                <Begin key={title} Icon={Icon} title={title} text={text} onPress={() => end(begin)} />
              ))}
              <Begin
                Icon={FlaskConical}
                title={t('welcome.demo')}
                text={t(fillDemo.isPending ? 'welcome.demoFilling' : 'welcome.demoText')}
                busy={fillDemo.isPending}
                onPress={() => fillDemo.mutate(undefined, { onSuccess: () => end(onDone) })}
              />
            </ul>
            <Refusal error={fillDemo.error} />
          </Step>
        </Stepper.Step>
      </Stepper>
      <Refusal error={change.error} />
      <Group className={classes.foot}>
        {step < LAST && (
          <Button rightSection={<ArrowRight size={16} />} loading={change.isPending} onClick={goOn}>
            {t('welcome.goOn')}
          </Button>
        )}
        {step < LAST && (
          <Button variant="default" onClick={() => setStep(step + 1)}>
            {t('welcome.skip')}
          </Button>
        )}
        <Button variant="subtle" disabled={fillDemo.isPending} onClick={() => end(onDone)}>
          {t(step < LAST ? 'welcome.later' : 'welcome.empty')}
        </Button>
      </Group>
    </div>
  );
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.step}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Begin({
  Icon,
  title,
  text,
  busy,
  onPress,
}: Omit<Beginning, 'begin'> & { busy?: boolean; onPress: () => void }) {
  return (
    <li>
      <UnstyledButton className={classes.begin} disabled={busy} aria-busy={busy} onClick={onPress}>
        <Icon size={20} strokeWidth={1.8} aria-hidden />
        <span>
          <strong>{title}</strong>
          <span className={classes.beginText}>{text}</span>
        </span>
      </UnstyledButton>
    </li>
  );
}
