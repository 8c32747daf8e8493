set local role coforme_porte;

-- Refuser après avoir accepté referme le contact et le plancher.
create or replace function porte.vivier_repondre(p_demande uuid, p_oui boolean, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  update mutualisation.prise_de_contact d set reponse = case when p_oui then 'acceptee' else 'refusee' end, repondue_le = porte.heure(p_le)
    from mutualisation.fiche f where d.organisme_id = porte.organisme() and d.id = p_demande and f.organisme_id = d.organisme_id and f.id = d.fiche_id
     and f.compte_id = porte.personne() and d.reponse is distinct from 'refusee' and not porte.par_lien();
  return case when found then 'repondue' else 'introuvable' end;
end $$;
comment on function porte.vivier_repondre is 'Répond à qui demande à la joindre, ou le referme.';
grant execute on function porte.vivier_repondre to coforme_app;
