set local role coforme_porte;

-- Ses membres, à l’organisme commun ; à une coopérative, les organismes communs où elle est invitée ou membre, jamais les autres membres.
create or replace function porte.communs()
returns table (id uuid, sens text, commun uuid, nom_commun text, nda text, nom_membre text, enseigne uuid, nom_enseigne text, etat text, rang_accepte integer,
  rang integer, texte text, invite_le timestamptz, repondu_le timestamptz, fini_le timestamptz, motif text, forme text)
language plpgsql stable security definer set search_path = '' as $$
declare ici uuid := porte.organisme();
begin
  if ici is null or porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-lisent-les-echanges')) then return; end if;
  return query
    select m.id, case when m.organisme_id = ici then 'commun' else 'membre' end, m.organisme_id, o.nom, coalesce(o.nda, ''), k.nom,
        case when m.organisme_id = ici then m.enseigne_id end, a.nom, m.etat, m.rang_accepte, r.rang, r.texte, m.invite_le, m.repondu_le, m.fini_le, m.motif, r.forme
      from mutualisation.membre_commun m
      join organisme.organisme o on o.organisme_id = m.organisme_id
      join organisme.organisme k on k.organisme_id = m.membre_id
      join organisme.activite a on a.organisme_id = m.organisme_id and a.id = m.enseigne_id
      join lateral (select x.rang, x.texte, x.forme from mutualisation.regle_commune x where x.organisme_id = m.organisme_id
        and (m.fini_le is null or x.rang <= coalesce(m.rang_accepte, 0) or x.rang = 1) order by x.rang desc limit 1) r on true
     where ici in (m.organisme_id, m.membre_id)
     order by m.invite_le, m.id;
end $$;
comment on function porte.communs is 'Les liens d’un organisme commun et de ses membres, vus de l’un d’eux.';
grant execute on function porte.communs to coforme_app;
