// A secret that is shown this once, to be copied.
import { Button, Group, Text, TextInput } from '@mantine/core';
import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from './announce';
import { copy } from './copy';

export function Shown({ label, text, children }: { label: string; text: string; children?: ReactNode }) {
  const { t } = useTranslation('platform');
  const announce = useAnnounce();
  return (
    <>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          style={{ flex: 1 }}
          label={label}
          readOnly
          value={text}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button
          leftSection={<Copy size={15} aria-hidden />}
          onClick={() => void copy(text).then(() => announce(t('shown.copied')))}
        >
          {t('shown.copy')}
        </Button>
      </Group>
      {children && <Text size="sm">{children}</Text>}
    </>
  );
}
