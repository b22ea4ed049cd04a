-- What each question took of a model and what that cost, for whoever accounts for it. It holds no text, and outlives conversations, people, groups and
-- collections, whose ids it keeps: what was spent stays spent.
create table usage_records (
    id uuid primary key default uuidv7(),
    at timestamptz not null default now(),
    user_id uuid not null,
    api_key_id uuid,
    answer_id uuid,
    outcome text not null check (outcome in ('answered', 'stopped', 'failed')),
    -- The groups of the person, and the collections whose passages the model read, as they were then.
    group_ids uuid[] not null,
    collection_ids uuid[] not null,
    -- None: no model wrote. The id is that of an entry of the registry; none with a name: the model of Chat:*.
    model_id uuid,
    model text,
    prompt_tokens bigint not null check (prompt_tokens >= 0),
    completion_tokens bigint not null check (completion_tokens >= 0),
    -- Counted by us because the server did not say.
    estimated boolean not null,
    duration_ms bigint not null check (duration_ms >= 0),
    -- Per million tokens, as they were then.
    prompt_price numeric not null check (prompt_price >= 0),
    completion_price numeric not null check (completion_price >= 0),
    cost numeric not null generated always as ((prompt_tokens * prompt_price + completion_tokens * completion_price) * 0.000001) stored
);
create index on usage_records (at) include (cost);
alter table usage_records enable row level security;
create policy read on usage_records for select to kp_app using ((select kp_is_administrator()));
create policy add on usage_records for insert to kp_app with check (user_id = kp_user_id());
grant select on usage_records to kp_app;
grant insert (user_id, api_key_id, answer_id, outcome, group_ids, collection_ids, model_id, model, prompt_tokens, completion_tokens, estimated, duration_ms,
              prompt_price, completion_price) on usage_records to kp_app;

-- The public price that an administrator compares with.
create table usage_comparison (
    only_row boolean primary key default true check (only_row),
    name text not null check (length(name) between 1 and 100),
    prompt_price numeric not null check (prompt_price >= 0),
    completion_price numeric not null check (completion_price >= 0),
    changed_at timestamptz not null default now()
);
alter table usage_comparison enable row level security;
create policy administrate on usage_comparison to kp_app using ((select kp_is_administrator())) with check ((select kp_is_administrator()));
grant select, insert, update, delete on usage_comparison to kp_app;

-- Administrators account for collections that they may not open: they see names, which the audit trail tells them too, and nothing within.
create function kp_collection_names() returns table (id uuid, name text) language sql stable security definer set search_path = public as $$
    select c.id, c.name from collections c where (select kp_is_administrator());
$$;
revoke execute on function kp_collection_names from public;
grant execute on function kp_collection_names to kp_app;
