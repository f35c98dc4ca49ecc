// A picture per event type, looked up by its name; a type without one gets a dot. Colours group what is alike.
import {
  Ban,
  CircleDot,
  Eye,
  Footprints,
  IdCard,
  MonitorSmartphone,
  Phone,
  ShoppingBag,
  StickyNote,
  Undo2,
  Users,
  type LucideIcon,
} from 'lucide-react';

interface TypeIcon {
  Icon: LucideIcon;
  tone: 'money' | 'people' | 'web' | 'plain';
}

const ICONS: Record<string, TypeIcon> = {
  call: { Icon: Phone, tone: 'people' },
  visit: { Icon: Footprints, tone: 'people' },
  note: { Icon: StickyNote, tone: 'plain' },
  identify: { Icon: IdCard, tone: 'plain' },
  page: { Icon: MonitorSmartphone, tone: 'web' },
  page_view: { Icon: MonitorSmartphone, tone: 'web' },
  screen: { Icon: MonitorSmartphone, tone: 'web' },
  screen_view: { Icon: MonitorSmartphone, tone: 'web' },
  product_viewed: { Icon: Eye, tone: 'web' },
  group_joined: { Icon: Users, tone: 'plain' },
  order_completed: { Icon: ShoppingBag, tone: 'money' },
  order_updated: { Icon: ShoppingBag, tone: 'money' },
  order_refunded: { Icon: Undo2, tone: 'money' },
  order_cancelled: { Icon: Ban, tone: 'money' },
};

export const iconOf = (type: string): TypeIcon => ICONS[type] ?? { Icon: CircleDot, tone: 'plain' };
