import { Building2 } from 'lucide-react';
import classes from './PartyMark.module.css';

/** First letters of the family name and of the given name, which stand first and last in a Vietnamese name. */
export function initialsOf(name: string) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0] ?? '';
  const last = words.length > 1 ? words[words.length - 1]! : '';
  return ([...first].slice(0, 1).join('') + [...last].slice(0, 1).join('')).toLocaleUpperCase();
}

const HUES = 6;

const hueOf = (id: string) => [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7) % HUES;

/** The small sign before a name: initials for a person, a house for an organisation. Decoration only. */
export function PartyMark({ id, name, kind, large }: { id: string; name: string; kind: string; large?: boolean }) {
  return (
    <span className={classes.mark} data-hue={hueOf(id)} data-kind={kind} data-large={large} aria-hidden>
      {kind === 'organisation' ? <Building2 size={large ? 22 : 15} /> : initialsOf(name)}
    </span>
  );
}
