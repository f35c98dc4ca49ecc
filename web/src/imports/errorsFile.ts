// The file of rows that are not in, in the words of the page: the server writes it in English, by row, field, rule and reason.

/** Of RFC 4180: fields with commas between them, in quotation marks where they hold commas, marks or line breaks. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const fields = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g;
  const content = text.replace(/^\uFEFF/, '');
  while (fields.lastIndex < content.length) {
    const found = fields.exec(content);
    if (!found) break;
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  // After a last comma stands one field more.
  if (row.length > 0) rows.push([...row, '']);
  return rows;
}

const written = (field: string) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

/** Spreadsheets read it as UTF-8 by its mark. */
const writeCsv = (rows: string[][]) => `\uFEFF${rows.map((row) => row.map(written).join(',')).join('\n')}\n`;

interface Words {
  head: string[];
  reason: (field: string, rule: string, reason: string) => string;
}

export function errorsIn({ head, reason: reasonOf }: Words, text: string): string {
  const [, ...rows] = readCsv(text);
  return writeCsv([
    head,
    ...rows.map(([row = '', field = '', rule = '', reason = '']) => [row, field, rule, reasonOf(field, rule, reason)]),
  ]);
}
