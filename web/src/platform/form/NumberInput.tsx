// A number as people write it in the language of the page. Outside it is the plain decimal; what is none comes out as it was
// typed, for the form to say so.
import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { readNumber, shownNumber } from '../format/number';
import { useLanguage } from '../i18n/i18n';

interface NumberInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'type'> {
  /** Plain: 1234.5. */
  value: string;
  onChange: (value: string) => void;
}

export function NumberInput({ value, onChange, ...input }: NumberInputProps) {
  const language = useLanguage();
  /** What is being typed, and the value that it came to; undefined while nobody types. */
  const [typing, setTyping] = useState<{ text: string; value: string }>();
  // Whatever else changed the value takes the place of what was typed.
  const text = typing?.value === value ? typing.text : shownNumber(value, language);
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      {...input}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        const read = readNumber(typed, language) ?? typed;
        setTyping({ text: typed, value: read });
        onChange(read);
      }}
      onBlur={(event) => {
        setTyping(undefined);
        input.onBlur?.(event);
      }}
    />
  );
}
