-- A password that an administrator made is known to two people: it opens nothing until its person changed it.
alter table users add column password_given boolean not null default false;
