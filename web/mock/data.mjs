// Made-up people and organisations for the mock: the same in every run, with reserved names and numbers.

/** A small random source, so that a run can be repeated. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const FAMILY = [
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Hoàng',
  'Huỳnh',
  'Phan',
  'Vũ',
  'Võ',
  'Đặng',
  'Bùi',
  'Đỗ',
  'Hồ',
  'Ngô',
  'Dương',
  'Lý',
  'Cao',
  'Tạ',
  'Kiều',
  'Mai',
  'Ông',
  'Quách',
  'Âu',
  'Ưng',
  'Ích',
];
const MIDDLE = [
  'Thị',
  'Văn',
  'Minh',
  'Thu',
  'Ngọc',
  'Quang',
  'Hữu',
  'Đức',
  'Thanh',
  'Gia',
  'Bảo',
  'Khánh',
  'Thuỳ',
  'Anh',
  'Kim',
  'Xuân',
];
const GIVEN = [
  'Hoa',
  'Lan',
  'Hương',
  'Dũng',
  'Tuấn',
  'Hùng',
  'Linh',
  'Mai',
  'Trang',
  'Phương',
  'Sơn',
  'Nam',
  'Việt',
  'Yến',
  'Thảo',
  'Quỳnh',
  'Đạt',
  'Khôi',
  'Nhi',
  'Vy',
  'Bình',
  'Cường',
  'Hạnh',
  'Ngân',
];
const SIGNS = [
  'Hoa Sen',
  'Mây Trắng',
  'Góc Phố',
  'Bến Xưa',
  'Nắng Mới',
  'Phố Cũ',
  'Lá Xanh',
  'Đồi Thông',
  'Sông Hàn',
  'Ban Mai',
  'Trăng Khuyết',
  'Gió Biển',
];
const FIRMS = ['Quán cà phê', 'Công ty TNHH', 'Khách sạn', 'Nhà hàng', 'Hợp tác xã cà phê', 'Tạp chí'];
const SHOPS = ['Quầy Lê Lợi', 'Quầy Hai Bà Trưng', 'Quầy Võ Văn Tần'];
const STAFF = ['Thu ngân 1', 'Pha chế 2', 'Bán hàng 3'];
const PRODUCTS = [
  'Robusta Honey 250 g',
  'Arabica Cầu Đất 500 g',
  'Phin nhôm',
  'Cold brew chai 300 ml',
  'Blend Nhà Rang 1 kg',
  'Bình giữ nhiệt',
];
const NOTES = [
  'Thích vị đắng nhẹ, xay vừa cho phin.',
  'Hỏi máy pha cho văn phòng 20 người, hẹn báo giá trong tuần.',
  'Khách khen cách gói quà Tết.',
  'Đổi giờ giao sang buổi chiều.',
  'Muốn thử hạt rang đậm hơn vào lần tới.',
];

export const fold = (text) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase();

export const letterOf = (name) => {
  const letter = fold(name).charAt(0).toUpperCase();
  return letter >= 'A' && letter <= 'Z' ? letter : '#';
};

const DAY_MS = 86_400_000;

export function makeParties(count, now) {
  const random = seeded(20261121);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const parties = [];
  for (let index = 0; index < count; index++) {
    const organisation = random() < 0.12;
    const firm = pick(FIRMS);
    const name =
      index === 17
        ? '3 Miền Coffee'
        : organisation
          ? `${firm} ${pick(SIGNS)}${random() < 0.6 ? ` ${1 + Math.floor(random() * 40)}` : ''}`
          : `${random() < 0.31 ? 'Nguyễn' : pick(FAMILY)} ${pick(MIDDLE)} ${pick(GIVEN)}`;
    const id = String(7_200_000_000_000_000n + BigInt(index) * 1013n);
    const identifiers = [];
    const seen = new Date(now - Math.floor(random() * 700) * DAY_MS).toISOString();
    if (random() < 0.86)
      identifiers.push({ type: 'phone', value: `+8490000${String(index).padStart(4, '0')}`, first_seen_at: seen });
    if (random() < 0.6)
      identifiers.push({
        type: 'email',
        value: `${fold(name).replace(/[^a-z0-9]+/g, '.')}.${index}@example.com`,
        first_seen_at: seen,
      });
    if (!organisation && random() < 0.4)
      identifiers.push({ type: 'loyalty_card', value: String(880000 + index), first_seen_at: seen });
    const roles = organisation
      ? [firm.startsWith('Tạp') ? 'press' : firm.startsWith('Hợp') ? 'supplier' : 'customer']
      : random() < 0.93
        ? ['customer']
        : random() < 0.5
          ? ['prospect']
          : ['employee', 'customer'];
    const bought = roles.includes('customer');
    const orders = bought ? Math.floor(random() ** 2.4 * 60) : 0;
    const party = {
      id,
      kind: organisation ? 'organisation' : 'person',
      name,
      roles,
      identifiers,
      folded: fold(name),
      letter: letterOf(name),
      created_at: seen,
      seed: index + 1,
      orders,
    };
    party.traits = organisation
      ? { city: { value: 'TP. Hồ Chí Minh', at: seen } }
      : {
          city: { value: pick(['TP. Hồ Chí Minh', 'Hà Nội', 'Đà Nẵng']), at: seen },
          birthday: {
            value: `19${60 + Math.floor(random() * 39)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`,
            at: seen,
          },
        };
    parties.push(party);
  }
  parties.sort((a, b) => (a.folded < b.folded ? -1 : a.folded > b.folded ? 1 : 0));
  return parties;
}

/** The history of one party, newest first; made when it is first asked for. */
export function makeTimeline(party, now) {
  const random = seeded(party.seed * 7919);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const entries = [];
  const push = (type, days, rest) => {
    const occurred = new Date(now - days * DAY_MS - Math.floor(random() * 9 * 3_600_000));
    entries.push({
      type,
      occurred_at: occurred.toISOString(),
      received_at: new Date(occurred.getTime() + 1200).toISOString(),
      source: 'shop',
      envelope: {},
      properties: {},
      ...rest,
    });
  };
  for (let order = 0; order < party.orders; order++) {
    const days = Math.floor(random() * 720);
    const amount = String((6 + Math.floor(random() * 90)) * 15_000);
    const product = pick(PRODUCTS);
    const place = pick(SHOPS);
    push('order_completed', days, {
      line: { en: `Bought ${product} at ${place}`, vi: `Mua ${product} tại ${place}` },
      amount: { amount, currency: 'VND' },
      staff: pick(STAFF),
      properties: { order_id: `HD${party.seed}${String(order).padStart(3, '0')}`, products: [product] },
      envelope: { place, phase: 'purchase' },
    });
    if (random() < 0.3)
      push('page', days + 1, {
        line: { en: `Looked at ${product}`, vi: `Xem ${product}` },
        source: 'website',
        direction: 'in',
        properties: { url: 'https://shop.example.com/ca-phe', title: product },
      });
    if (random() < 0.03)
      push('order_refunded', Math.max(0, days - 2), {
        line: { en: 'Refund: bag torn', vi: 'Hoàn tiền: túi bị rách' },
        amount: { amount: '-90000', currency: 'VND' },
      });
  }
  for (let contact = 0; contact < 1 + Math.floor(random() * 5); contact++) {
    const days = Math.floor(random() * 400);
    const note = pick(NOTES);
    const type = pick(['call', 'visit', 'note']);
    const line = {
      call: { en: 'Phone call', vi: 'Cuộc gọi' },
      visit: { en: `Visit to ${SHOPS[0]}`, vi: `Ghé ${SHOPS[0]}` },
      note: { en: 'Note', vi: 'Ghi chú' },
    }[type];
    push(type, days, {
      line,
      staff: pick(STAFF),
      direction: type === 'note' ? undefined : 'in',
      properties: { [type === 'note' ? 'text' : 'summary']: note },
      envelope: { manner: 1 },
      source: 'ganbo',
    });
  }
  entries.sort((a, b) => (a.occurred_at < b.occurred_at ? 1 : -1));
  entries.forEach((entry, index) => (entry.id = `${party.id}${String(entries.length - index).padStart(4, '0')}`));
  return entries;
}

export function figuresOf(entries) {
  const orders = entries.filter(({ type }) => type === 'order_completed');
  const sum = (type) =>
    entries
      .filter((entry) => entry.type === type)
      .reduce((total, { amount }) => total + Number(amount?.amount ?? 0), 0);
  const money = (amount) => ({ amount: String(amount), currency: 'VND' });
  const refunded = -sum('order_refunded');
  const spent = sum('order_completed') - refunded;
  const byType = {};
  for (const { type } of entries) byType[type] = (byType[type] ?? 0) + 1;
  return {
    orders: orders.length,
    spent: money(spent),
    refunded: money(refunded),
    spent_by_currency: orders.length ? [money(spent)] : [],
    first_order_at: orders.at(-1)?.occurred_at ?? null,
    last_order_at: orders[0]?.occurred_at ?? null,
    average_order: orders.length ? money(Math.round(spent / orders.length)) : null,
    last_contact_at: entries[0]?.occurred_at ?? null,
    touchpoints: entries.length,
    touchpoints_by_type: byType,
  };
}

const field = (name, en, vi, kind, rest = {}) => ({ name, label: { en, vi }, kind, required: false, ...rest });
const choices = (...list) => list.map(([value, en, vi]) => ({ value, label: { en, vi } }));
const type = (type, en, vi, sentenceEn, sentenceVi, loggable, fields) => ({
  type,
  label: { en, vi },
  sentence: { en: sentenceEn, vi: sentenceVi },
  loggable,
  fields,
});

export const EVENT_TYPES = {
  data: [
    type('call', 'Call', 'Cuộc gọi', 'A telephone call with the party', 'Một cuộc gọi điện thoại', true, [
      field('summary', 'What was said', 'Nội dung', 'long_text', { max: 4000 }),
      field('outcome', 'Outcome', 'Kết quả', 'choice', {
        choices: choices(
          ['answered', 'Answered', 'Đã nghe máy'],
          ['no_answer', 'No answer', 'Không nghe máy'],
          ['call_back', 'Call back', 'Hẹn gọi lại'],
        ),
      }),
      field('duration', 'Duration', 'Thời lượng', 'duration_minutes', { min: 0, max: 600 }),
    ]),
    type('visit', 'Visit', 'Lượt ghé', 'A meeting face to face', 'Một lần gặp trực tiếp', true, [
      field('summary', 'What happened', 'Nội dung', 'long_text', { max: 4000 }),
      field('duration', 'Duration', 'Thời lượng', 'duration_minutes', { min: 0, max: 600 }),
    ]),
    type('note', 'Note', 'Ghi chú', 'Something to remember', 'Điều cần nhớ', true, [
      field('text', 'Note', 'Ghi chú', 'long_text', { required: true, max: 4000 }),
    ]),
    type('order_completed', 'Order', 'Đơn hàng', 'A purchase', 'Một lần mua hàng', false, [
      field('order_id', 'Order number', 'Mã đơn', 'text'),
    ]),
    type('order_refunded', 'Refund', 'Hoàn tiền', 'Money given back', 'Trả lại tiền', false, []),
    type('page', 'Page view', 'Xem trang', 'A page was opened', 'Mở một trang web', false, [
      field('url', 'Address', 'Địa chỉ', 'text'),
      field('title', 'Title', 'Tiêu đề', 'text'),
    ]),
    type('identify', 'Details', 'Thông tin', 'Details became known', 'Biết thêm thông tin', false, []),
  ],
  envelope: {
    fields: [
      field('direction', 'Direction', 'Chiều', 'choice', {
        choices: choices(['in', 'They came to us', 'Khách liên hệ'], ['out', 'We reached out', 'Mình liên hệ']),
      }),
      field('aim', 'Aim', 'Mục đích', 'choice', {
        choices: choices(
          ['prospect', 'Prospect', 'Tìm khách'],
          ['sell', 'Sell', 'Bán hàng'],
          ['serve', 'Serve', 'Phục vụ'],
          ['relate', 'Stay close', 'Giữ quan hệ'],
        ),
      }),
      field('phase', 'Phase', 'Giai đoạn', 'choice', {
        choices: choices(
          ['research', 'Research', 'Tìm hiểu'],
          ['purchase', 'Purchase', 'Mua hàng'],
          ['payment', 'Payment', 'Thanh toán'],
          ['delivery', 'Delivery', 'Giao hàng'],
          ['use', 'Use', 'Sử dụng'],
          ['support', 'Support', 'Hỗ trợ'],
          ['renewal', 'Renewal', 'Gia hạn'],
        ),
      }),
      field('manner', 'How it went (−2 to 2)', 'Thái độ (−2 đến 2)', 'integer', { min: -2, max: 2 }),
      field('minutes_waited', 'Minutes waited', 'Số phút chờ', 'duration_minutes', { min: 0, max: 1440 }),
      field('place', 'Place', 'Địa điểm', 'text', { max: 200 }),
      field('cost', 'Cost of the touch', 'Chi phí', 'money', { min: 0 }),
      field('asked', 'Something was asked for', 'Khách có yêu cầu', 'boolean'),
    ],
  },
};

export const quarantine = (now) => [
  {
    field: 'favourite_roast',
    source: 'website',
    type: 'identify',
    count: 214,
    samples: ['dark', 'medium', 'rang đậm'],
    expires_at: new Date(now + 71 * DAY_MS).toISOString(),
  },
  {
    field: 'zalo_name',
    source: 'shop',
    type: 'identify',
    count: 38,
    samples: ['Chị Hoa Q3', 'a Tuấn'],
    expires_at: new Date(now + 12 * DAY_MS).toISOString(),
  },
  {
    field: 'table_no',
    source: 'shop',
    type: 'order_completed',
    count: 1290,
    samples: [4, 12, 7],
    expires_at: new Date(now + 88 * DAY_MS).toISOString(),
  },
];
