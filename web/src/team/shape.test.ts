import { browserName, shownDays, weekdayOf, weeklyDays, withRight, yearNow } from './shape';

const name = { en: '', vi: '' };

describe('weekly days off', () => {
  it.each([
    ['saturday sunday', 'en', 'Saturday and Sunday'],
    ['sunday', 'en', 'Sunday'],
    ['none', 'en', ''],
    ['saturday sunday', 'vi', 'thứ bảy và chủ nhật'],
  ] as const)('%s in %s', (words, language, said) => {
    expect(weeklyDays(words, language).toLowerCase()).toBe(said.toLowerCase());
  });

  it('the weekday of a day does not hang on where the reader is', () => {
    expect(weekdayOf('2026-11-29', 'en')).toBe('Sunday');
  });
});

describe('the days of a year', () => {
  const data = [
    { day: '2026-01-01', name: { en: "New Year's Day", vi: 'Tết Dương lịch' }, off: true, own: false },
    { day: '2026-05-01', name, off: false, own: true },
    { day: '2026-12-24', name, off: true, own: true },
  ];

  it('are public, the own, or worked; the own are taken back by what was said', () => {
    const own = [
      { day: '12-24', name: '', off: true },
      { day: '2026-05-01', name: '', off: false },
    ];
    expect(shownDays({ data, own }).map(({ kind, key, yearly }) => [kind, key, yearly])).toEqual([
      ['public', undefined, false],
      ['worked', '2026-05-01', false],
      ['own_off', '12-24', true],
    ]);
  });

  it('count the very day before the day of every year', () => {
    const own = [
      { day: '12-24', name: '', off: true },
      { day: '2026-12-24', name: '', off: true },
    ];
    expect(shownDays({ data: data.slice(2), own })[0]).toMatchObject({ key: '2026-12-24', yearly: false });
  });
});

it('the year is that of the business', () => {
  const newYearsEve = new Date('2026-12-31T18:00:00Z');
  expect(yearNow('Asia/Ho_Chi_Minh', newYearsEve)).toBe(2027);
  expect(yearNow('Europe/Paris', newYearsEve)).toBe(2026);
});

describe('rights', () => {
  it.each([
    ['none', 'export', true, 'export'],
    ['export', 'contact_details', true, 'contact_details export'],
    ['contact_details export', 'export', true, 'contact_details export'],
    ['contact_details export', 'contact_details', false, 'export'],
    ['export', 'export', false, 'none'],
    ['none', 'margins', false, 'none'],
  ] as const)('%s, %s %s: %s', (words, right, given, then) => {
    expect(withRight(words, right, given)).toBe(then);
  });
});

describe('a browser', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Linux'],
    [
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
      'Chrome · Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1',
      'Safari · iOS',
    ],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0', 'Edge · Windows'],
    ['something else', ''],
    ['', ''],
  ])('%s is %s', (agent, name) => {
    expect(browserName(agent)).toBe(name);
  });
});
