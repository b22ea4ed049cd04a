-- Chat models that administrators register beside the one of Chat:* and those of Models:Chat. They lead to no document; every question reads its own model.
create table chat_models (
    id uuid primary key,
    name text not null check (length(name) between 1 and 100),
    url text not null check (url <> ''),
    -- As the server calls it; empty: the first that it lists.
    server_model text not null default '',
    -- Encrypted with the portal's keys (ASP.NET Data Protection).
    key_protected bytea,
    -- 0: what the server says.
    context_tokens integer not null default 0 check (context_tokens >= 0),
    prompt_price numeric not null default 0 check (prompt_price >= 0),
    completion_price numeric not null default 0 check (completion_price >= 0),
    images boolean not null default false,
    tools boolean not null default false,
    enabled boolean not null default true,
    changed_at timestamptz not null default clock_timestamp()
);
create unique index chat_models_name on chat_models (lower(name));
alter table chat_models enable row level security;
create policy read on chat_models for select to kp_app using (true);
create policy change on chat_models to kp_app using ((select kp_is_administrator())) with check ((select kp_is_administrator()));
-- The key is no column that a query may happen to read.
grant select (id, name, url, server_model, context_tokens, prompt_price, completion_price, images, tools, enabled, changed_at) on chat_models to kp_app;
grant insert, update, delete on chat_models to kp_app;
-- For the address that it was read with: a key is not sent to where the entry led before, or leads meanwhile.
create function kp_chat_model_key(model uuid, address text) returns bytea language sql stable security definer set search_path = public as $$
    select key_protected from chat_models where id = model and url = address and kp_user_id() is not null;
$$;
create function kp_chat_models_with_key() returns uuid[] language sql stable security definer set search_path = public as $$
    select coalesce(array_agg(id), '{}') from chat_models where key_protected is not null;
$$;
revoke execute on function kp_chat_model_key, kp_chat_models_with_key from public;
grant execute on function kp_chat_model_key, kp_chat_models_with_key to kp_app;

-- Which model questions of a collection are put to, and which all others. The id is that of a row above, of an entry of the configuration, or zeros for Chat:*.
create table model_choices (
    collection_id uuid primary key references collections on delete cascade,
    model_id uuid not null
);
alter table model_choices enable row level security;
create policy read on model_choices for select to kp_app
    using (collection_id = any ((select kp_collections_as('reader'))::uuid[]) or (select kp_is_administrator()));
create policy change on model_choices to kp_app using ((select kp_is_administrator())) with check ((select kp_is_administrator()));
grant select, insert, update, delete on model_choices to kp_app;
create table model_default (
    only_row boolean primary key default true check (only_row),
    model_id uuid not null
);
alter table model_default enable row level security;
create policy read on model_default for select to kp_app using (true);
create policy change on model_default to kp_app using ((select kp_is_administrator())) with check ((select kp_is_administrator()));
grant select, insert, update, delete on model_default to kp_app;

-- What may be spent in a calendar month. Neither person nor group: by the whole installation.
create table budgets (
    id uuid primary key,
    user_id uuid references users on delete cascade,
    group_id uuid references groups on delete cascade,
    amount numeric not null check (amount >= 0),
    warn_percent integer not null check (warn_percent between 1 and 100),
    -- At the amount no model is asked any more that costs something; else it is only said.
    stops boolean not null,
    changed_at timestamptz not null default now(),
    check (num_nonnulls(user_id, group_id) <= 1),
    unique nulls not distinct (user_id, group_id)
);
create index on budgets (group_id);
alter table budgets enable row level security;
create policy administrate on budgets to kp_app using ((select kp_is_administrator())) with check ((select kp_is_administrator()));
grant select, insert, update, delete on budgets to kp_app;

-- What a month cost everybody (zeros), each person and each group, added up as it is written down: a question that is held against a budget reads a row, whatever
-- went before. Read by the functions below only.
create table usage_months (
    month date not null,
    subject uuid not null,
    cost numeric not null,
    primary key (month, subject)
);
alter table usage_months enable row level security;
create function kp_month(moment timestamptz) returns date language sql immutable parallel safe
    return date_trunc('month', moment at time zone 'UTC')::date;
create function kp_sum_usage() returns trigger language plpgsql security definer set search_path = public as $$
declare
    everybody constant uuid := '00000000-0000-0000-0000-000000000000';
begin
    if tg_op <> 'INSERT' and old.cost > 0 then
        update usage_months m set cost = m.cost - old.cost
        where m.month = kp_month(old.at) and m.subject = any (array[everybody, old.user_id] || old.group_ids);
    end if;
    if tg_op <> 'DELETE' and new.cost > 0 then
        -- In one order: two answers at the same time wait for each other, and neither fails.
        insert into usage_months as m (month, subject, cost)
        select kp_month(new.at), s, new.cost from unnest(array[everybody, new.user_id] || new.group_ids) s order by s
        on conflict (month, subject) do update set cost = m.cost + excluded.cost;
    end if;
    return null;
end $$;
create trigger sum_up after insert or update or delete on usage_records for each row execute function kp_sum_usage();

create function kp_spent(of_user uuid, of_group uuid, moment timestamptz) returns numeric language sql stable security definer set search_path = public as $$
    select coalesce((select cost from usage_months
                     where month = kp_month(moment) and subject = coalesce(of_user, of_group, '00000000-0000-0000-0000-000000000000')), 0);
$$;
create function kp_budgets(moment timestamptz)
    returns table (id uuid, user_id uuid, group_id uuid, subject text, amount numeric, warn_percent integer, stops boolean, spent numeric)
    language sql stable security definer set search_path = public as $$
    select b.id, b.user_id, b.group_id, coalesce(g.name, nullif(u.display_name, ''), u.user_name, ''), b.amount, b.warn_percent, b.stops,
           kp_spent(b.user_id, b.group_id, moment)
    from budgets b left join users u on u.id = b.user_id left join groups g on g.id = b.group_id
    where (select kp_is_administrator());
$$;
create function kp_budgets_of_caller(moment timestamptz)
    returns table (id uuid, user_id uuid, group_id uuid, subject text, amount numeric, warn_percent integer, stops boolean, spent numeric)
    language sql stable security definer set search_path = public as $$
    select b.id, b.user_id, b.group_id, coalesce(g.name, ''), b.amount, b.warn_percent, b.stops, kp_spent(b.user_id, b.group_id, moment)
    from budgets b left join groups g on g.id = b.group_id
    where kp_user_id() is not null
      and (num_nonnulls(b.user_id, b.group_id) = 0 or b.user_id = kp_user_id() or b.group_id in (select m.group_id from group_members m where m.user_id = kp_user_id()));
$$;
revoke execute on function kp_spent, kp_budgets, kp_budgets_of_caller from public;
grant execute on function kp_budgets, kp_budgets_of_caller to kp_app;
