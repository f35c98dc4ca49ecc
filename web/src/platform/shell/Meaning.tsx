import { Tooltip } from '@mantine/core';
import classes from './Meaning.module.css';

/** A word that says what it means to a pointer, to the keyboard and to a finger. */
export function Meaning({ word, meaning }: { word: string; meaning: string }) {
  return (
    <Tooltip label={meaning} multiline maw={260} events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={classes.word}>
        {word}
      </button>
    </Tooltip>
  );
}
