import { useNavigate } from '@tanstack/react-router';
import type { ComponentPropsWithoutRef, MouseEvent } from 'react';

interface PartyLinkProps extends Omit<ComponentPropsWithoutRef<'a'>, 'href'> {
  partyId: string;
}

/**
 * A link to the card of a party. The router's own link watches the address and works out where it leads each time it is drawn,
 * which lists of hundreds of names pay for; this one works it out when it is pressed.
 */
export function PartyLink({ partyId, onClick, ...rest }: PartyLinkProps) {
  const navigate = useNavigate();
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || elsewhere) return;
    event.preventDefault();
    void navigate({ to: '/parties/$partyId', params: { partyId } });
  };
  return <a {...rest} href={`/parties/${encodeURIComponent(partyId)}`} onClick={open} />;
}
