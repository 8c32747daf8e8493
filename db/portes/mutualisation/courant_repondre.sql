set local role coforme_porte;

-- L’autre accorde ou refuse ; qui a proposé peut encore retirer.
create or replace function porte.courant_repondre(p_id uuid, p_reponse text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  x mutualisation.proposition;
  crediteur uuid;
  reste bigint;
begin
  p_le := porte.heure(p_le);
  if not porte.courant_tient() then return 'refuse'; end if;
  select * into x from mutualisation.proposition p where p.id = p_id
    and moi = case p_reponse when 'retiree' then p.de_organisme_id when 'accordee' then p.a_organisme_id when 'refusee' then p.a_organisme_id end for update;
  if not found then return 'introuvable'; end if;
  if x.reponse is not null then return case when x.reponse = p_reponse then 'deja' else 'repondue' end; end if;
  if p_reponse = 'accordee' then
    if x.proposee_le + app.duree('ecriture-proposee') <= p_le or x.expire_le <= p_le then return 'tombee'; end if;
    crediteur := case when x.debiteur_id = x.de_organisme_id then x.a_organisme_id else x.de_organisme_id end;
    perform porte.courant_verrouiller(x.pole_id, x.debiteur_id, crediteur);
    if not porte.courant_membre(x.pole_id, x.de_organisme_id) or not porte.courant_membre(x.pole_id, x.a_organisme_id) then return 'partie'; end if;
    if x.genre = 'correction' then
      select m.montant_centimes - coalesce((select sum(c.montant_centimes) from mutualisation.mouvement c where c.corrige_id = m.id), 0)
        into reste from mutualisation.mouvement m where m.id = x.corrige_id;
      if reste < x.montant_centimes then return 'trop-corrige'; end if;
    -- Un fait n’est dû qu’une fois entre ces deux-là ; une attente libérée le rend. Une tierce ne le prend pas d’avance.
    elsif exists (select from mutualisation.proposition y join mutualisation.mouvement v on v.proposition_id = y.id
        where y.pole_id = x.pole_id and y.fait_id = x.fait_id and v.genre in ('directe', 'attente')
          and v.debiteur_id in (x.debiteur_id, crediteur) and v.crediteur_id in (x.debiteur_id, crediteur)
          and not exists (select from mutualisation.mouvement d where d.attente_id = v.id and d.genre in ('liberation', 'expiration'))) then
      return 'fait-deja-compte';
    end if;
    if not porte.courant_passer(x.id, x.pole_id, x.genre, x.debiteur_id, crediteur, x.montant_centimes,
        case when x.genre = 'attente' then 0 else x.montant_centimes end, case when x.genre = 'attente' then x.montant_centimes else 0 end,
        x.id, null, null, x.corrige_id, x.expire_le, p_le) then
      return 'plafond';
    end if;
  end if;
  update mutualisation.proposition set repondue_le = p_le, repondue_par = porte.personne(), reponse = p_reponse where id = p_id;
  return p_reponse;
end $$;
comment on function porte.courant_repondre is 'Accorde, refuse ou retire une écriture proposée ; accordée, elle passe ou elle attend.';
grant execute on function porte.courant_repondre to coforme_app;
