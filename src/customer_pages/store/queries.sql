-- name: put_link_revocation
-- why: the latest counts: it takes back all that were made before.
insert into link_revocations (party_id, revoked_at, user_id) values (:party_id, :revoked_at, :user_id)
on conflict (party_id) do update set revoked_at = excluded.revoked_at, user_id = excluded.user_id;

-- name: link_revocation_of_party
-- why: whether a link still opens its page.
select revoked_at from link_revocations where party_id = :party_id;
