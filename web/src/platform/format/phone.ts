/** A Vietnamese mobile number in the groups people read it in (090 123 45 67); any other value as it is. */
export function readablePhone(value: string): string {
  const digits = /^\+84([35789]\d{8})$/.exec(value)?.[1];
  return digits ? `0${digits.slice(0, 2)} ${digits.slice(2, 5)} ${digits.slice(5, 7)} ${digits.slice(7)}` : value;
}

export const readableIdentifier = ({ type, value }: { type: string; value: string }) =>
  type === 'phone' ? readablePhone(value) : value;

/** Whether a value was told without the part that who is signed in may not see. */
export const isMasked = (value: string) => value.includes('•');
