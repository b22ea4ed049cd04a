-- Which questions of a set look for nothing any more because their documents were deleted. An administrator sees of what a question looks for only what is open to them, and
-- could not tell such a question from one about a closed document.
create function kp_questions_without_documents(of_set uuid) returns setof uuid language sql stable security definer set search_path = public as $$
    select q.id from set_questions q
    where q.set_id = of_set and q.retired_at is null and (select kp_is_administrator()) and not exists (select from question_targets t where t.question_id = q.id)
$$;
revoke execute on function kp_questions_without_documents from public;
grant execute on function kp_questions_without_documents to kp_app;
