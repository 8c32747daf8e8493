set local role coforme_porte;

-- Porte aux témoins ce qu'ils n'ont pas encore. Rien ne vient de l'appelant : les jalons sont ceux de la base.
create or replace function porte.deposer_jalons() returns setof uuid
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  return query
    with poses as (
      insert into emargement.jalon_garde (organisme_id, de_organisme_id, jalon, numero, contenu, signature)
        select t.temoin_id, moi, sha256(convert_to(j.contenu, 'UTF8')), j.numero, j.contenu, j.signature
          from emargement.temoin t join emargement.jalon j on j.organisme_id = moi
         where t.organisme_id = moi and t.etat = 'accepte'
      on conflict do nothing returning organisme_id)
    select t.temoin_id from emargement.temoin t where t.organisme_id = moi and t.etat = 'accepte'
      and (exists (select from poses p where p.organisme_id = t.temoin_id)
        or exists (select from emargement.jalon_garde g where g.organisme_id = t.temoin_id and g.de_organisme_id = moi
          and not exists (select from emargement.contreseing c where c.organisme_id = g.organisme_id and c.de_organisme_id = moi and c.jalon = g.jalon)));
end $$;
comment on function porte.deposer_jalons is 'Les témoins qui ont quelque chose à contresigner.';
grant execute on function porte.deposer_jalons to coforme_app;
