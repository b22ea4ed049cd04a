-- Questions of a firm's own with what should be found for them, asked before and after a change of model or setting. Sets and questions are seen by all administrators; which
-- document answers a question, and by which words, only by those of them who may open it.
create table question_sets (
    id uuid primary key,
    name text not null check (length(name) between 1 and 100),
    -- Settings are put in force only after a run of this set that is not significantly worse.
    gate boolean not null default false,
    changed_at timestamptz not null default now()
);
create unique index question_sets_name on question_sets (lower(name));
alter table question_sets enable row level security;
create policy administer on question_sets to kp_app using ((select kp_is_administrator())) with check ((select kp_is_administrator()));
grant select, insert, update, delete on question_sets to kp_app;

-- A question is never changed: one that was mended is another, so that runs compare what is the same in both. Retired ones stay for the runs that asked them.
create table set_questions (
    id uuid primary key,
    set_id uuid not null references question_sets on delete cascade,
    number integer not null,
    label text not null,
    question text not null check (question <> ''),
    retired_at timestamptz
);
create index set_questions_of_set on set_questions (set_id);
alter table set_questions enable row level security;
create policy administer on set_questions to kp_app using ((select kp_is_administrator())) with check ((select kp_is_administrator()));
grant select, insert, update, delete on set_questions to kp_app;

create table question_targets (
    question_id uuid not null references set_questions on delete cascade,
    ordinal integer not null,
    document_id uuid not null,
    collection_id uuid not null,
    -- Words of the right passage; null where the document is enough.
    answer text,
    primary key (question_id, ordinal),
    foreign key (document_id, collection_id) references documents (id, collection_id) on delete cascade
);
create index question_targets_of_document on question_targets (document_id);
alter table question_targets enable row level security;
create policy read on question_targets for select to kp_app
    using ((select kp_is_administrator()) and collection_id = any ((select kp_collections_as('reader'))::uuid[]));
create policy add on question_targets for insert to kp_app
    with check ((select kp_is_administrator()) and collection_id = any ((select kp_collections_as('reader'))::uuid[]));
grant select, insert on question_targets to kp_app;

-- All questions of a set asked once, with what whoever began it may open. No text of documents: ranks, times, and what was in force.
create table question_runs (
    id uuid primary key,
    set_id uuid not null references question_sets on delete cascade,
    user_id uuid not null references users on delete cascade,
    api_key_id uuid,
    only_collections uuid[],
    -- Of the search settings; null: as configured.
    version integer,
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
    reason text,
    cancel boolean not null default false,
    questions integer not null default 0,
    asked integer not null default 0,
    snapshot jsonb not null default '{}',
    figures jsonb,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    queued_at timestamptz,
    lease_until timestamptz
);
create index question_runs_of_set on question_runs (set_id, created_at desc);
alter table question_runs enable row level security;
create policy read on question_runs for select to kp_app using ((select kp_is_administrator()));
-- A run searches on behalf of its beginner.
create policy begin on question_runs for insert to kp_app with check ((select kp_is_administrator()) and user_id = (select kp_user_id()));
create policy cancel on question_runs for update to kp_app using ((select kp_is_administrator())) with check ((select kp_is_administrator()));
create policy remove on question_runs for delete to kp_app using ((select kp_is_administrator()));
create policy work on question_runs to kp_worker using (true);
grant select, insert, delete, update (cancel) on question_runs to kp_app;
grant select, update (state, reason, questions, asked, snapshot, figures, finished_at, queued_at, lease_until) on question_runs to kp_worker;

create table question_results (
    run_id uuid not null references question_runs on delete cascade,
    question_id uuid not null references set_questions on delete cascade,
    -- From 1; null: not among those looked at.
    document_rank integer,
    passage_rank integer,
    -- Whether the words of a passage were to be found; else the document is.
    of_passage boolean not null,
    ndcg10 double precision not null,
    milliseconds double precision not null,
    -- The first documents, best first; shown to those who may open them.
    found uuid[] not null,
    primary key (run_id, question_id)
);
create index question_results_of_question on question_results (question_id);
alter table question_results enable row level security;
create policy administer on question_results to kp_app using ((select kp_is_administrator())) with check ((select kp_is_administrator()));
grant select, insert on question_results to kp_app;
