create or replace function app.enqueue(nom text, payload jsonb, cle text default null, run_at timestamptz default null)
returns void language sql volatile
begin atomic select porte.enfiler_pour_moi(nom, payload, cle, run_at); end;
comment on function app.enqueue is 'Enfile une tâche dans la transaction en cours ; payload.organisme doit être le sien. Ne rend rien.';
grant execute on function app.enqueue to coforme_app;
