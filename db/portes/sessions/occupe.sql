set local role coforme_porte;

-- Un lien ne sonde l'emploi du temps de personne. Le reste est inchangé.
create or replace function porte.occupe(p_salle uuid, p_personne uuid, p_compte uuid, p_du timestamptz, p_au timestamptz, p_sauf uuid)
returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  ici uuid := app.organisme();
  c uuid;
begin
  -- Permis : borne de ce qu’on demande à la fois.
  if ici is null or porte.par_lien() or not p_du < p_au or p_au > p_du + interval '32 days' then return null; end if;
  if p_salle is not null then
    select id into c from sessions.salle where organisme_id = ici and id = p_salle;
  else
    select porte.cle_de(ici, id, p_compte) into c from tiers.personne where organisme_id = ici and id = p_personne
      and (app.toutes_activites() or activite_id = any (app.activites()));
    -- Un membre d'ici qui n'a pas encore de fiche.
    if c is null and p_personne is null then c := porte.cle_de(ici, null, p_compte); end if;
  end if;
  if c is null then return null; end if;
  return exists (select from sessions.occupation o
    where o.genre = case when p_salle is null then 'personne' else 'salle' end and o.cle = c
      and (p_salle is null or o.organisme_id = ici) and o.creneau && tstzrange(p_du, p_au, '[)')
      and (o.expire_le is null or o.expire_le > porte.present())
      and not (p_sauf is not null and o.organisme_id = ici and exists (select from sessions.seance s
        where s.organisme_id = ici and s.id = o.seance_id and s.session_id = p_sauf)));
end $$;
comment on function porte.occupe is 'Salle d’ici, ou personne d’ici : prise sur cette fenêtre ? null : inconnue d’ici.';
grant execute on function porte.occupe to coforme_app;
