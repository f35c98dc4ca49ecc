// Which columns the list has: in the order in which they were chosen.
import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Columns3 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answersTo } from '../../platform/format/fold';
import { useBilingual } from '../../platform/i18n/i18n';
import { listFieldsQuery } from '../calls';
import classes from './Columns.module.css';

interface ColumnsProps {
  /** Keys of fields; none: the usual columns. */
  chosen: string[];
  /** Keys of the usual columns. */
  usual: string[];
  onChoose: (columns: string[]) => void;
}

const COLUMNS_MAX = 30;

export function Columns({ chosen, usual, onChoose }: ColumnsProps) {
  const { t } = useTranslation('parties');
  const pick = useBilingual();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState('');
  const { data: fields = [] } = useQuery({ ...listFieldsQuery, enabled: opened });
  const ticked = chosen.length > 0 ? chosen : usual;
  const toggle = (key: string) =>
    onChoose(ticked.includes(key) ? ticked.filter((one) => one !== key) : [...ticked, key]);
  const shown = fields.filter(({ label }) => answersTo(pick(label), typed));
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={280} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<Columns3 size={15} aria-hidden />} onClick={() => setOpened(!opened)}>
          {t('columns.open')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('columns.title')}>
        <TextInput
          aria-label={t('columns.find')}
          placeholder={t('columns.find')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <div className={classes.list}>
          {shown.map(({ key, label, help }) => (
            <Checkbox
              key={key}
              label={pick(label)}
              description={help && pick(help)}
              checked={ticked.includes(key)}
              disabled={!ticked.includes(key) && ticked.length >= COLUMNS_MAX}
              onChange={() => toggle(key)}
            />
          ))}
        </div>
        <Button fullWidth variant="subtle" disabled={chosen.length === 0} onClick={() => onChoose([])}>
          {t('columns.usual')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
