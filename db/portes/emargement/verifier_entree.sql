set local role coforme_porte;

-- Ouverte à tous : une entrée retrouvée par son reçu. Ni session, ni personne, ni heure n'en sortent.
create or replace function porte.verifier_entree(p_empreinte bytea)
returns table (organisme text, numero bigint, jour date, empreinte bytea, jalon bigint, jalon_le timestamptz, temoins bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  if octet_length(p_empreinte) < 8 or octet_length(p_empreinte) > 32 then return; end if;
  return query
    select o.nom, m.numero, (m.inscrit_le at time zone 'Europe/Paris')::date, m.empreinte, j.numero, j.pose_le,
        (select count(distinct c.organisme_id) from emargement.contreseing c where c.de_organisme_id = m.organisme_id and c.vaut
          and c.jalon = sha256(convert_to(j.contenu, 'UTF8')))
      from emargement.maillon m join organisme.organisme o on o.organisme_id = m.organisme_id
      left join lateral (select x.numero, x.pose_le, x.contenu from emargement.jalon x
        where x.organisme_id = m.organisme_id and x.numero >= m.numero order by x.numero limit 1) j on true
     where m.empreinte >= p_empreinte and m.empreinte <= p_empreinte || decode(repeat('ff', 32 - octet_length(p_empreinte)), 'hex')
     order by m.inscrit_le limit 2;
end $$;
comment on function porte.verifier_entree is 'L’organisme, le numéro et le jour d’une entrée du registre, par (début d’)empreinte. Publique.';
grant execute on function porte.verifier_entree to coforme_app;
