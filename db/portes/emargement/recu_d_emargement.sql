set local role coforme_porte;

-- Le reçu d'un lien qui a déjà servi : qui en tient le secret relit ce que le registre a gardé, et rien d'autre. Un
-- lien consommé n'ouvre plus l'organisme ; sans cette porte, un second clic dirait « lien mort » au lieu de « déjà signé ».
create or replace function porte.recu_d_emargement(p_jeton bytea)
returns table (organisme text, signee_le timestamptz, numero bigint, empreinte bytea)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    select o.nom, s.signee_le, m.numero, m.empreinte
      from compte.lien l
      join emargement.invitation i on i.organisme_id = l.organisme_id and i.id = l.objet_id
      join emargement.signature s on s.organisme_id = i.organisme_id and s.inscription_id = i.inscription_id and s.seance_id = i.seance_id
      join emargement.maillon m on m.organisme_id = s.organisme_id and m.id = s.maillon_id
      join organisme.organisme o on o.organisme_id = l.organisme_id
     where l.jeton = p_jeton and l.usage = 'emargement' and l.retire_le is null and l.expire_le > porte.present();
end $$;
comment on function porte.recu_d_emargement is 'Heure, numéro et empreinte d’une signature, pour qui tient le lien qui l’a faite.';
grant execute on function porte.recu_d_emargement to coforme_app;
