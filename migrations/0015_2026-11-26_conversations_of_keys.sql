-- A key that is narrowed to some collections sees the conversations that looked there and nowhere else: their titles are questions.
create function kp_within_key(collections uuid[]) returns boolean language sql stable parallel safe
    return case coalesce(current_setting('kp.only_collections', true), '') when '' then true
           else cardinality(collections) > 0 and collections <@ current_setting('kp.only_collections', true)::uuid[] end;
drop policy own on conversations;
create policy own on conversations to kp_app using (user_id = kp_user_id() and kp_within_key(collection_ids))
    with check (user_id = kp_user_id() and kp_within_key(collection_ids));
