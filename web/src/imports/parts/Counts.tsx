// What would become of the rows, and what stands in the way.
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useLanguage } from '../../platform/i18n/i18n';
import { Refusal } from '../../platform/states/Refusal';
import type { Check } from '../calls';
import { problemWord, reasonText, ruleOf } from '../shape';
import own from './Counts.module.css';
import classes from './Imports.module.css';

interface ObstacleProps {
  problem: Check['problem'] | undefined;
  columns?: Check['columns'];
}

/** Why the file cannot be imported as it is, in the words of the page where it has some, else the server's. */
export function Obstacle({ problem, columns }: ObstacleProps) {
  const { t } = useTranslation('imports');
  if (!problem) return null;
  const word = problemWord(problem, columns);
  if (word) return <Refusal>{t(`problem.${word}`, { field: problem.field })}</Refusal>;
  return (
    <div>
      <Refusal>{columns ? t('problem.other') : t('problem.unreadable')}</Refusal>
      {!columns && <p className={classes.quiet}>{t('problem.unreadableText')}</p>}
      <p className={classes.quiet}>{problem.detail}</p>
    </div>
  );
}

interface CountsProps {
  check: Check;
  counting: boolean;
}

export function Counts({ check, counting }: CountsProps) {
  const { t } = useTranslation('imports');
  const formats = useFormats();
  const language = useLanguage();
  const { rows, ready, refused, items, kind, notes, problems } = check;
  return (
    <div className={own.counts} data-counting={counting}>
      <p className={own.ready}>
        {ready > 0
          ? t('check.ready', { count: rows, rows: formats.number(ready), all: formats.number(rows) })
          : t('check.readyNone')}
        {ready > 0 && kind && `, ${t(`check.items.${kind}`, { count: items, items: formats.number(items) })}`}
        {refused > 0 ? (
          <span className={own.refused}>
            {' · '}
            {t('check.refused', { count: refused, rows: formats.number(refused) })}
          </span>
        ) : (
          `. ${t('check.allGood')}`
        )}
      </p>
      {counting && <p className={classes.quiet}>{t('check.lookingAgain')}</p>}
      {notes.map(({ rule, value }) => (
        <p key={rule} className={classes.quiet}>
          {t(`check.note.${rule}`, { value })}
        </p>
      ))}
      {problems.length > 0 && (
        <ul className={own.problems}>
          {problems.map(({ field, rule, rows: many, first_row, reason }) => (
            <li key={`${field} ${rule}`} data-rule={rule}>
              <span className={own.many}>{t('check.problemRows', { count: many, rows: formats.number(many) })}</span>
              <span className={own.why}>
                {t(`rule.${ruleOf(rule)}`, { field: field || t('rule.row') })}
                <span className={classes.small}>
                  {t('check.first', { row: formats.number(first_row), reason: reasonText(reason, language) })}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
