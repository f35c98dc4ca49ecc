-- name: find_claim
-- why: one probe per identifier of a batch.
select party_id, origin_party_id from identifier_claims where type = :type and value = :value;

-- name: insert_claim
-- why: nobody's identifier becomes somebody's; whoever was first keeps it, and the count says so.
insert into identifier_claims (type, value, party_id, origin_party_id) values (:type, :value, :party_id, :origin_party_id)
on conflict (type, value) do nothing;

-- name: put_claim
-- why: a repair says whose it is.
insert into identifier_claims (type, value, party_id, origin_party_id) values (:type, :value, :party_id, :origin_party_id)
on conflict (type, value) do update set party_id = excluded.party_id, origin_party_id = excluded.origin_party_id;

-- name: move_claim
-- why: a claim follows its party into another, and back.
update identifier_claims set party_id = :party_id where type = :type and value = :value;

-- name: load_party
-- why: the compact row is read whole.
select kind, name, roles, traits, figures, created_at, merged_into, erased_at, version from parties where party_id = :party_id;

-- name: insert_party
-- why: new parties append.
insert into parties (party_id, kind, name, sort_key, roles, traits, figures, created_at, merged_into, erased_at, version)
values (:party_id, :kind, :name, :sort_key, :roles, :traits, :figures, :created_at, :merged_into, :erased_at, :version);

-- name: update_party
-- why: name and kind changed, so the index of names changes too; guarded by the version that was read.
update parties set kind = :kind, name = :name, sort_key = :sort_key, roles = :roles, traits = :traits, figures = :figures,
  merged_into = :merged_into, erased_at = :erased_at, version = version + 1
where party_id = :party_id and version = :version;

-- name: update_party_figures
-- why: the common case leaves name and kind alone and so touches no index.
update parties set roles = :roles, traits = :traits, figures = :figures, version = version + 1
where party_id = :party_id and version = :version;

-- name: load_identifiers
-- why: needed where an event brings an identifier that its party does not have yet.
select type, value from identifiers where party_id = :party_id order by type, value;

-- name: insert_identifier
-- why: by party, beside the claim.
insert into identifiers (party_id, type, value, first_seen_at) values (:party_id, :type, :value, :first_seen_at)
on conflict (party_id, type, value) do nothing;

-- name: list_identifiers
-- why: the card shows them with their dates.
select type, value, first_seen_at from identifiers where party_id = :party_id order by type, value;

-- name: put_search_text
-- why: replaces what search knows of the party.
insert into party_search (party_id, search_text) values (:party_id, :search_text)
on conflict (party_id) do update set search_text = excluded.search_text;

-- name: delete_search_text
-- why: anonymous and joined parties are not found by search.
delete from party_search where party_id = :party_id;

-- name: scan_search_texts
-- why: fills the index in memory at start, in slices so that no read lasts long.
-- citus: multi-shard, because it is read once at start.
-- param: after bigint
-- param: row_limit bigint
select party_id, search_text from party_search where party_id > :after order by party_id limit :row_limit;

-- name: find_search_text
-- why: another server said that it changed.
select search_text from party_search where party_id = :party_id;

-- name: insert_suggestion
-- why: the same pair is suggested once for a reason.
insert into merge_suggestions (party_id, other_party_id, type, value, filed_at, decision, odds, evidence)
values (:party_id, :other_party_id, :type, :value, :filed_at, '', :odds, :evidence)
on conflict (party_id, other_party_id, type) do nothing;

-- name: list_suggestions
-- why: the likeliest first for the person who decides, by the index; bounded.
-- citus: multi-shard, because a person opens it.
-- param: row_limit bigint
select party_id, other_party_id, type, value, filed_at, odds, evidence from merge_suggestions where decision = ''
order by odds desc, filed_at desc, party_id limit :row_limit;

-- name: suggestions_of_party
-- why: shown on the card, until somebody decides.
-- citus: multi-shard, because a person opens the card, and each shard has the index of the other side.
-- param: row_limit bigint
select party_id, other_party_id, type, value, filed_at, odds, evidence from merge_suggestions
where decision = '' and (party_id = :party_id or other_party_id = :party_id)
order by odds desc, filed_at desc, party_id limit :row_limit;

-- name: decide_suggestion
-- why: a pair that somebody decided about is not suggested again.
update merge_suggestions set decision = :decision, decided_at = :decided_at
where party_id = :party_id and other_party_id = :other_party_id;

-- name: keep_apart
-- why: they are not suggested either where nobody had suggested them before.
insert into merge_suggestions (party_id, other_party_id, type, value, filed_at, decision, decided_at, odds, evidence)
values (:party_id, :other_party_id, 'details', '', :decided_at, 'apart', :decided_at, 0, '')
on conflict (party_id, other_party_id, type) do update set decision = excluded.decision, decided_at = excluded.decided_at;

-- name: put_household_suggestion
-- why: found, or weighed anew; what somebody decided stands.
insert into household_suggestions (party_id, other_party_id, filed_at, decision, odds, evidence)
values (:party_id, :other_party_id, :filed_at, '', :odds, :evidence)
on conflict (party_id, other_party_id) do update set odds = excluded.odds, evidence = excluded.evidence
where household_suggestions.decision = '';

-- name: withdraw_household_suggestion
-- why: what is known of them agrees no more.
delete from household_suggestions where party_id = :party_id and other_party_id = :other_party_id and decision = '';

-- name: keep_households_apart
-- why: they are not suggested again.
insert into household_suggestions (party_id, other_party_id, filed_at, decision, decided_at, odds, evidence)
values (:party_id, :other_party_id, :decided_at, 'apart', :decided_at, 0, '')
on conflict (party_id, other_party_id) do update set decision = excluded.decision, decided_at = excluded.decided_at;

-- name: list_household_suggestions
-- why: the likeliest first for the person who decides, by the index; bounded.
-- citus: multi-shard, because a person opens it.
-- param: row_limit bigint
select party_id, other_party_id, filed_at, odds, evidence from household_suggestions where decision = ''
order by odds desc, filed_at desc, party_id limit :row_limit;

-- name: household_suggestions_of_party
-- why: shown on the card, until somebody decides; and what comparing again may withdraw.
-- citus: multi-shard, because a person opens the card, and each shard has the index of the other side.
-- param: row_limit bigint
select party_id, other_party_id, filed_at, odds, evidence from household_suggestions
where decision = '' and (party_id = :party_id or other_party_id = :party_id)
order by odds desc, filed_at desc, party_id limit :row_limit;

-- name: delete_household_suggestions_of_party
-- why: its evidence holds what is known of them.
-- citus: multi-shard, because the other side of a pair stands anywhere.
delete from household_suggestions where party_id = :party_id or other_party_id = :party_id;

-- name: put_comparison_due
-- why: beside the change itself, so none is missed; the later change counts.
insert into comparisons_due (party_id, version) values (:party_id, :version)
on conflict (party_id) do update set version = excluded.version;

-- name: decisions_of_pair
-- why: whether a pair was suggested already, and what became of it.
select type, decision from merge_suggestions where party_id = :party_id and other_party_id = :other_party_id;

-- name: insert_merge
-- why: the fact that two are one.
insert into merges (party_id, merge_id, into_party_id, kind, name, merged_at, user_id, source_id, reason)
values (:party_id, :merge_id, :into_party_id, :kind, :name, :merged_at, :user_id, :source_id, :reason);

-- name: merges_of_party
-- why: an undoing names one of them.
select merge_id, into_party_id, kind, undone_at from merges where party_id = :party_id order by merge_id;

-- name: undo_merge
-- why: the fact stays, with who took it back and when.
update merges set undone_at = :undone_at, undone_by = :undone_by where party_id = :party_id and merge_id = :merge_id;

-- name: merges_into
-- why: what a card was made of, by the index.
-- citus: multi-shard, because a person opens it, and each shard has the index.
-- param: row_limit bigint
select party_id, merge_id, into_party_id, kind, name, merged_at, user_id, source_id, reason, undone_at, undone_by from merges
where into_party_id = :into_party_id and kind = :kind order by merge_id desc limit :row_limit;

-- name: merges_of_parties
-- why: rebuild compares whom a party stands for with what was decided.
-- citus: multi-shard, because rebuild reads slices of all parties.
-- param: first_party_id bigint
-- param: last_party_id bigint
select party_id, merge_id, into_party_id, undone_at from merges where party_id >= :first_party_id and party_id <= :last_party_id
order by party_id, merge_id;

-- name: count_suggestions_for
-- why: a phone shared by thirty people is noise: past a limit no more suggestions are filed for it.
-- citus: multi-shard, because it is asked for each new suggestion alone, which are few; each shard has the index.
-- returns: suggestions bigint
select count(*) as suggestions from merge_suggestions where other_party_id = :other_party_id and type = :type and value = :value;

-- name: list_parties
-- why: keyset paging over the index of names.
-- citus: multi-shard, because a page is the best of the pages of all shards, by their indexes.
-- param: after_key text
-- param: after_id bigint
-- param: before_key text
-- param: row_limit bigint
select party_id, kind, name, sort_key, roles, figures from parties
where kind <> 'anonymous' and merged_into = 0 and (sort_key, party_id) > (:after_key, :after_id) and sort_key < :before_key
order by sort_key, party_id limit :row_limit;

-- name: list_parties_of_kind
-- why: the same walk, leaving out the other kind.
-- citus: multi-shard, because likewise.
-- param: after_key text
-- param: after_id bigint
-- param: before_key text
-- param: row_limit bigint
select party_id, kind, name, sort_key, roles, figures from parties
where kind = :kind and kind <> 'anonymous' and merged_into = 0 and (sort_key, party_id) > (:after_key, :after_id) and sort_key < :before_key
order by sort_key, party_id limit :row_limit;

-- name: list_nameless_parties
-- why: whoever has no name stands at one place of that index, by id: SQLite seeks (key, id) by the key alone, so an equal key is said as such; PostgreSQL
-- would then take the primary key, and read on where nobody without a name follows. `kind` is empty for all.
-- citus: multi-shard, because likewise.
-- param: after_id bigint
-- param: row_limit bigint
select party_id, kind, name, sort_key, roles, figures from parties
where (:kind = '' or kind = :kind) and kind <> 'anonymous' and merged_into = 0 and sort_key = '' and party_id > :after_id
order by party_id limit :row_limit;
-- postgres:
select party_id, kind, name, sort_key, roles, figures from parties
where (:kind = '' or kind = :kind) and kind <> 'anonymous' and merged_into = 0 and (sort_key, party_id) > ('', :after_id) and sort_key <= ''
order by sort_key, party_id limit :row_limit;

-- name: count_parties_between
-- why: the A–Z rail counts an index range per letter.
-- citus: multi-shard, because a person opens the list.
-- param: from_key text
-- param: before_key text
-- returns: parties bigint
select count(*) as parties from parties where kind <> 'anonymous' and merged_into = 0 and sort_key >= :from_key and sort_key < :before_key;

-- name: count_parties
-- why: doctor and the list's heading.
-- citus: multi-shard, because a person opens the list, or doctor.
-- returns: parties bigint
select count(*) as parties from parties where merged_into = 0;

-- name: party_ids_after
-- why: a correction that goes through all parties, slice by slice.
-- citus: multi-shard, because it goes through all parties.
-- param: after bigint
-- param: row_limit bigint
select party_id from parties where party_id > :after order by party_id limit :row_limit;

-- name: parties_after
-- why: rebuild walks all parties in slices.
-- citus: multi-shard, because rebuild walks all parties.
-- param: after bigint
-- param: row_limit bigint
select party_id, kind, name, sort_key, roles, traits, figures, created_at, merged_into, erased_at, version from parties
where party_id > :after order by party_id limit :row_limit;

-- name: identifiers_of_parties
-- why: rebuild compares them with what the events say.
-- citus: multi-shard, because rebuild reads slices of all parties.
-- param: first_party_id bigint
-- param: last_party_id bigint
select party_id, type, value from identifiers where party_id >= :first_party_id and party_id <= :last_party_id
order by party_id, type, value;

-- name: search_texts_of_parties
-- why: rebuild compares them with the parties.
-- citus: multi-shard, because rebuild reads slices of all parties.
-- param: first_party_id bigint
-- param: last_party_id bigint
select party_id, search_text from party_search where party_id >= :first_party_id and party_id <= :last_party_id order by party_id;

-- name: delete_identifier
-- why: a repair removes what no event claims.
delete from identifiers where party_id = :party_id and type = :type and value = :value;

-- name: delete_claim_of_party
-- why: likewise, unless somebody else has it by now.
delete from identifier_claims where type = :type and value = :value and party_id = :party_id;

-- name: claims_after
-- why: rebuild walks all claims in slices, to find those that nobody's identifiers answer to.
-- citus: multi-shard, because rebuild walks all claims.
-- param: after_type text
-- param: after_value text
-- param: row_limit bigint
select type, value, party_id, origin_party_id from identifier_claims where (type, value) > (:after_type, :after_value)
order by type, value limit :row_limit;

-- name: has_identifier
-- why: one probe per claim.
select party_id from identifiers where party_id = :party_id and type = :type and value = :value;

-- name: insert_erasure
-- why: the fact, once.
insert into erasures (party_id, erased_at, user_id, source_id) values (:party_id, :erased_at, :user_id, :source_id)
on conflict (party_id) do nothing;

-- name: erasures_after
-- why: the list outside the record is made of it, in slices.
-- citus: multi-shard, because it is read once at start.
-- param: after bigint
-- param: row_limit bigint
select party_id, erased_at from erasures where party_id > :after order by party_id limit :row_limit;

-- name: erasures_of_parties
-- why: rebuild compares them with the parties.
-- citus: multi-shard, because rebuild reads slices of all parties.
-- param: first_party_id bigint
-- param: last_party_id bigint
select party_id, erased_at from erasures where party_id >= :first_party_id and party_id <= :last_party_id order by party_id;

-- name: forget_merges
-- why: names and reasons of whoever merged into somebody who is erased.
update merges set name = '', reason = '' where party_id = :party_id;

-- name: delete_suggestions_of_party
-- why: a suggestion holds an identifier.
-- citus: multi-shard, because an erasure is rare, and each shard has the index of the other side.
delete from merge_suggestions where party_id = :party_id or other_party_id = :party_id;

-- name: all_custom_fields
-- why: few; read at start and after a change.
select field, kind, label_en, label_vi, choices, roles, serves, readers, in_list, in_search, retired, made_at from custom_fields order by field;

-- name: put_custom_field
-- why: a definition, or its change; key and beginning stay.
insert into custom_fields (field, kind, label_en, label_vi, choices, roles, serves, readers, in_list, in_search, retired, made_at)
values (:field, :kind, :label_en, :label_vi, :choices, :roles, :serves, :readers, :in_list, :in_search, :retired, :made_at)
on conflict (field) do update set kind = excluded.kind, label_en = excluded.label_en, label_vi = excluded.label_vi, choices = excluded.choices,
  roles = excluded.roles, serves = excluded.serves, readers = excluded.readers, in_list = excluded.in_list, in_search = excluded.in_search,
  retired = excluded.retired;

-- name: put_field_value
-- why: replaces what the party had.
insert into field_values (party_id, field, value) values (:party_id, :field, :value)
on conflict (party_id, field) do update set value = excluded.value;

-- name: delete_field_value
-- why: the value was taken away.
delete from field_values where party_id = :party_id and field = :field;

-- name: delete_field_values_of_party
-- why: a history that is folded again writes its values anew.
delete from field_values where party_id = :party_id;

-- name: count_cards_with_field
-- why: whether its kind may become another, by the index.
-- citus: multi-shard, because definitions change seldom, and each shard has the index.
-- returns: cards bigint
select count(*) as cards from field_values where field = :field;

-- name: count_cards_with_choice
-- why: whether a choice may go, by the index.
-- citus: multi-shard, because definitions change seldom, and each shard has the index.
-- returns: cards bigint
select count(*) as cards from field_values where field = :field and value = :value;

-- name: field_values_of_parties
-- why: rebuild compares them with the traits.
-- citus: multi-shard, because rebuild reads slices of all parties.
-- param: first_party_id bigint
-- param: last_party_id bigint
select party_id, field, value from field_values where party_id >= :first_party_id and party_id <= :last_party_id order by party_id, field;

-- name: list_parties_with_value
-- why: walks the index of one value in the order in which parties became known; merged ones have none.
-- citus: multi-shard, because a page is the best of the pages of all shards, by their indexes.
-- param: after_id bigint
-- param: row_limit bigint
select p.party_id, p.kind, p.name, p.sort_key, p.roles, p.figures from field_values v join parties p on p.party_id = v.party_id
where v.field = :field and v.value = :value and v.party_id > :after_id and p.kind <> 'anonymous' and p.merged_into = 0
order by v.party_id limit :row_limit;

-- name: traits_of_party
-- why: rows of a list show the fields that the business wants there.
select traits from parties where party_id = :party_id;

-- name: name_of_party
-- why: what a list of other things calls it.
select name from parties where party_id = :party_id;

-- name: newest_parties
-- why: who became known since all were looked through; ids rise with time.
-- citus: multi-shard, because a person opens Today.
-- param: after bigint
-- param: row_limit bigint
select party_id from parties where party_id > :after order by party_id desc limit :row_limit;

-- name: figures_after
-- why: looks through all parties in slices for those whose figures say that somebody should turn to them.
-- citus: multi-shard, because it goes through all parties, in the background.
-- param: after bigint
-- param: row_limit bigint
select party_id, kind, figures, merged_into, erased_at from parties where party_id > :after order by party_id limit :row_limit;
