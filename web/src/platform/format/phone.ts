/** Vietnamese numbers: mobile; fixed of Hà Nội (24) and Thành phố Hồ Chí Minh (28); fixed of the other provinces. */
const GROUPS = [
  /^\+84([35789]\d)(\d{3})(\d{2})(\d{2})$/,
  /^\+84(2[48])(\d{4})(\d{4})$/,
  /^\+84(2[^48]\d)(\d{3})(\d{4})$/,
];

/** A Vietnamese number in the groups people read it in (090 123 45 67); any other value as it is. */
export function readablePhone(value: string): string {
  for (const groups of GROUPS) {
    const found = groups.exec(value);
    if (found) return `0${found.slice(1).join(' ')}`;
  }
  return value;
}

export const readableIdentifier = ({ type, value }: { type: string; value: string }) =>
  type === 'phone' ? readablePhone(value) : value;

/** Whether a value was told without the part that who is signed in may not see. */
export const isMasked = (value: string) => value.includes('•');
