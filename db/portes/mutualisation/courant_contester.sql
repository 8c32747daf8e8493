set local role coforme_porte;

-- Une ligne déjà compensée ne se conteste plus : elle se corrige.
create or replace function porte.courant_contester(p_mouvement uuid, p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  m mutualisation.mouvement;
begin
  p_le := porte.heure(p_le);
  if not porte.courant_tient() then return 'refuse'; end if;
  select * into m from mutualisation.mouvement v where v.id = p_mouvement and moi in (v.debiteur_id, v.crediteur_id)
    and v.genre in ('directe', 'passage', 'correction') and v.arrete_id is null;
  if not found then return 'introuvable'; end if;
  -- La compensation tient tous les comptes, et l’autre conteste peut-être aussi : l’un passe avant l’autre, jamais en même temps.
  perform porte.courant_verrouiller(m.pole_id, m.debiteur_id, m.crediteur_id);
  p_le := porte.heure(p_le);
  if exists (select from mutualisation.arrete a where a.pole_id = m.pole_id and a.compense_le is not null and a.au >= m.le
      and not exists (select from mutualisation.desaccord d where d.mouvement_id in (m.id, m.corrige_id) and d.ouvert_le <= a.compense_le
        and (d.leve_le is null or d.leve_le > a.compense_le))) then
    return 'compensee';
  end if;
  insert into mutualisation.desaccord (mouvement_id, rang, organisme_id, motif, ouvert_le, ouvert_par)
    select m.id, 1 + (select count(*) from mutualisation.desaccord d where d.mouvement_id = m.id), moi, p_motif, p_le, porte.personne()
    on conflict do nothing;
  return case when found then 'contestee' else 'deja' end;
end $$;
comment on function porte.courant_contester is 'Conteste une ligne : elle sort de la compensation, le reste du relevé suit son cours.';
grant execute on function porte.courant_contester to coforme_app;
