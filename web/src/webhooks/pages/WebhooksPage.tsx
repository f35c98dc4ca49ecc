// Which programs are told of changes, and what came of telling them. For owners.
import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../platform/shell/actions';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { Refusal } from '../../platform/states/Refusal';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { endpointsQuery, useAllowOwnNetwork } from '../calls';
import { EndpointDialog } from '../parts/EndpointDialog';
import { EndpointItem } from '../parts/EndpointItem';
import classes from './WebhooksPage.module.css';

export function WebhooksPage() {
  const { t } = useTranslation('webhooks');
  const endpoints = useQuery(endpointsQuery);
  const allow = useAllowOwnNetwork();
  const [adding, setAdding] = useState(false);
  useActions([{ label: t('add'), Icon: Plus, run: () => setAdding(true) }]);
  const addButton = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('title')}>
        <ApiCall calls={[{ method: 'GET', path: '/v1/webhooks' }]} />
        {endpoints.data && endpoints.data.data.length > 0 && addButton}
      </PageHead>
      <div className={classes.page}>
        <p className={classes.explain}>{t('explain')}</p>
        <p className={classes.explain}>{t('standard')}</p>
        {endpoints.isPending ? (
          <LoadingRows rows={3} />
        ) : !endpoints.data ? (
          <Failed error={endpoints.error} retry={() => void endpoints.refetch()} />
        ) : (
          <>
            <div className={classes.own}>
              <Switch
                label={t('ownNetwork')}
                description={t('ownNetworkText')}
                checked={allow.isPending ? allow.variables : endpoints.data.own_network}
                onChange={(event) => allow.mutate(event.currentTarget.checked)}
              />
              <Refusal error={allow.error} />
            </div>
            {endpoints.data.data.length === 0 ? (
              <Message Icon={Webhook} title={t('none')} action={addButton}>
                {t('noneText')}
              </Message>
            ) : (
              <ul className={classes.list}>
                {endpoints.data.data.map((endpoint) => (
                  <EndpointItem key={endpoint.id} endpoint={endpoint} />
                ))}
              </ul>
            )}
          </>
        )}
      </div>
      {adding && <EndpointDialog onClose={() => setAdding(false)} />}
    </>
  );
}
