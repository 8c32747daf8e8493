set local role coforme_porte;

-- Ce que ce lien demande en plus de lui-même : rien, ou un code, et par où il part. Le jeton en est la preuve.
create or replace function porte.code_du_lien(p_jeton bytea)
returns table (inscription uuid, seance uuid, courriel text, telephone text, sms boolean)
language sql stable security definer set search_path = ''
begin atomic
  select i.inscription_id, i.seance_id, p.courriel, p.telephone,
      exists (select from emargement.passerelle_sms x where x.organisme_id = l.organisme_id)
    from compte.lien l
    join emargement.invitation i on i.organisme_id = l.organisme_id and i.id = l.objet_id
    join sessions.seance se on se.organisme_id = i.organisme_id and se.id = i.seance_id
    join inscriptions.inscription n on n.organisme_id = i.organisme_id and n.id = i.inscription_id
    join tiers.personne p on p.organisme_id = n.organisme_id and p.id = n.personne_id
   where l.jeton = p_jeton and l.usage = 'emargement' and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present()
     and porte.code_exige(l.organisme_id, i.inscription_id, se.jour);
end;
comment on function porte.code_du_lien is 'À qui et par où le code de ce lien part, s’il en demande un ; aucune ligne sinon.';
grant execute on function porte.code_du_lien to coforme_app;
