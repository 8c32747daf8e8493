set local role coforme_porte;

-- « signee », « deja », « identite » (la sienne n'est pas visée), ou null : cette proposition n'attend plus. La dernière qui manquait prévient qui propose.
create or replace function porte.soutenir_pole(p_id uuid, p_nom text, p_mot text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne(); p record;
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null then return null; end if;
  if not porte.identite_visee(moi) then return 'identite'; end if;
  select organisme_id, etat into p from pole.proposition where id = p_id for update;
  if not found or p.etat <> 'ouverte' then return null; end if;
  insert into pole.soutien (proposition_id, organisme_id, compte_id, nom, mot, le) values (p_id, moi, qui, p_nom, p_mot, p_le)
    on conflict do nothing;
  if not found then return 'deja'; end if;
  if (select count(*) from pole.soutien where proposition_id = p_id) = porte.signatures_d_un_pole() then
    perform porte.enfiler('pole.signatures-reunies', jsonb_build_object('organisme', p.organisme_id, 'proposition', p_id), 'signatures:' || p_id, null);
  end if;
  return 'signee';
end $$;
grant execute on function porte.soutenir_pole to coforme_app;
