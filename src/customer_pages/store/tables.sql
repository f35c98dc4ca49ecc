-- When the links to pages for customers that a party had until then were taken back. Links themselves are not kept.
create table link_revocations (
  party_id bigint not null,
  revoked_at bigint not null,      -- microseconds UTC
  user_id bigint not null,         -- by whom; 0: a key
  primary key (party_id)
);
-- distributed by: party_id
