import { answersTo, fold } from './fold';

it('folds marks, capitals and đ away', () => {
  expect(fold('Đặng Thị Thu Hà')).toBe('dang thi thu ha');
});

it.each([
  ['Người & tổ chức', 'to ch', true],
  ['Người & tổ chức', 'nguoi', true],
  ['Người & tổ chức', 'chuc to', true],
  ['Người & tổ chức', 'hức', false],
  ['Ngày nghỉ', '', true],
  ['Ngày nghỉ', 'ngay lam', false],
])('%s answers to %j: %s', (text, query, expected) => {
  expect(answersTo(text, query)).toBe(expected);
});
