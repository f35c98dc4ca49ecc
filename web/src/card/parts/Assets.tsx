// What they own, with price, serial number and last repair.
import { Package } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import type { Card } from '../calls';
import { CardLine, CardPart, lines } from './CardPart';

interface AssetsProps {
  card: Card;
  onSet: (logging: { type: string }) => void;
}

export function Assets({ card, onSet }: AssetsProps) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  return (
    <CardPart title={t('assets.title')} addLabel={t('assets.add')} onAdd={() => onSet({ type: 'asset_owned' })}>
      {card.assets.length === 0 && <p className="quiet">{t('assets.none')}</p>}
      <ul className={lines}>
        {card.assets.map((asset) => (
          <CardLine
            key={asset.number}
            mark={<Package size={15} aria-hidden />}
            main={asset.name}
            detail={[
              asset.number !== asset.name && asset.number,
              asset.bought_on && t('assets.bought', { day: formats.calendarDay(asset.bought_on) }),
              asset.price && formats.money(asset.price),
              asset.warranty_until && t('assets.warranty', { day: formats.calendarDay(asset.warranty_until) }),
              asset.last_repair && t('assets.repaired', { day: formats.date(asset.last_repair.at) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          />
        ))}
      </ul>
    </CardPart>
  );
}
