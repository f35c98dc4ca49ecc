/** Copies also where the clipboard interface is missing, as it is on plain HTTP away from localhost. */
export async function copy(text: string) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  // Below whatever has the focus: an open dialog takes it back from anything outside.
  (document.activeElement?.parentElement ?? document.body).append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
