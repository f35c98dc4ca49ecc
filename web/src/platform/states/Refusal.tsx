import { CircleAlert } from 'lucide-react';
import classes from './Refusal.module.css';
import { useProblemSentence } from './problemSentence';

/** Why the server did not do what was asked: a sentence, or an error told as one. Nothing while there is none. */
export function Refusal({ error, children }: { error?: unknown; children?: string }) {
  const sentence = useProblemSentence();
  const said = children ?? (error ? sentence(error) : undefined);
  if (!said) return null;
  return (
    <p className={classes.refusal} role="alert">
      <CircleAlert size={15} aria-hidden />
      {said}
    </p>
  );
}
