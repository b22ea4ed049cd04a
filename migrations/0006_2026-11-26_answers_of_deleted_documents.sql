-- Deleting a document removes every trace of its words: an answer that loses a citation this way loses its sentences and says so. Runs with the owner's
-- rights, because the answers belong to whoever asked.
create function kp_forget_answer() returns trigger language plpgsql security definer set search_path = public as $$
begin
    update answers set sentences = '[]', notice = 'This answer rested on a document that was deleted since.' where id = old.answer_id;
    return null;
end $$;
create trigger forget_answer after delete on citations for each row execute function kp_forget_answer();
