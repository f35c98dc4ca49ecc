// Where a file is dropped or chosen. The whole field takes it; a file that cannot be taken is told why at once.
import { Button } from '@mantine/core';
import { FileUp } from 'lucide-react';
import { useState, type DragEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../../platform/format/format';
import { useLanguage } from '../../platform/i18n/i18n';
import { Refusal } from '../../platform/states/Refusal';
import { FILE_BYTES_MAX } from '../sending';
import { sizeText } from '../../platform/format/size';
import classes from './DropZone.module.css';

interface DropZoneProps {
  chooser: RefObject<HTMLInputElement | null>;
  onChoose: () => void;
  onFile: (file: File) => void;
}

export function DropZone({ chooser, onChoose, onFile }: DropZoneProps) {
  const { t } = useTranslation('imports');
  const language = useLanguage();
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState('');
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (!file) return;
    if (file.size === 0) return setRefusal(t('drop.empty'));
    if (file.size > FILE_BYTES_MAX)
      return setRefusal(t('drop.tooLarge', { size: sizeText(file.size, localeOf(language)) }));
    setRefusal(files.length > 1 ? t('drop.one', { file: file.name }) : '');
    onFile(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div
      className={classes.zone}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileUp size={26} strokeWidth={1.6} aria-hidden />
      <p className={classes.title}>{t('drop.title')}</p>
      <Button onClick={onChoose}>{t('drop.choose')}</Button>
      <p className={classes.formats}>{t('drop.formats')}</p>
      <input
        ref={chooser}
        type="file"
        hidden
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <Refusal>{refusal}</Refusal>
    </div>
  );
}
