set local role coforme_porte;

-- La chaîne, pour une entrée dont l'identifiant vient d'être tiré : la tête se lit et l'entrée s'écrit d'une instruction, sous le verrou.
-- Le même identifiant une seconde fois est refusé par la clé (23505), jamais chaîné ; « prolonger_le_registre » reste la porte
-- de ce qui peut se rejouer. La formule est la sienne : db/signer-par-lien.itest.ts relit une chaîne où les deux alternent.
create or replace function porte.prolonger_d_une_entree_neuve(
  p_organisme uuid, p_id uuid, p_activite uuid, p_objet bytea, p_contenu text, out numero bigint, out empreinte bytea)
language plpgsql volatile security definer set search_path = '' as $$
begin
  if pg_advisory_xact_lock(4812, hashtext(p_organisme::text)) is null then null; end if;
  insert into emargement.maillon as n (organisme_id, numero, id, activite_id, objet, contenu, empreinte)
    select p_organisme, t.numero, p_id, p_activite, p_objet, p_contenu,
        sha256(t.precedente || int8send(t.numero) || p_objet || sha256(convert_to(p_contenu, 'UTF8')))
      from (select coalesce(m.numero, 0) + 1 as numero,
          coalesce(m.empreinte, sha256(convert_to('coforme-registre/1 ' || p_organisme::text, 'UTF8'))) as precedente
        from (values (1)) u left join lateral (select d.numero, d.empreinte from emargement.maillon d
          where d.organisme_id = p_organisme order by d.numero desc limit 1) m on true) t
    returning n.numero, n.empreinte into numero, empreinte;
end $$;
comment on function porte.prolonger_d_une_entree_neuve is 'Allonge la chaîne d’une entrée jamais vue ; exécutable par les portes seules. Dernière écriture de la transaction.';
