set local role coforme_porte;

-- La chaîne, pour un organisme et une enseigne déjà établis. plpgsql, et le verrou dans une instruction à lui : verrou et
-- lecture dans la même partageraient un instantané d'avant l'attente, et la tête lue serait périmée.
create or replace function porte.prolonger_le_registre(
  p_organisme uuid, p_id uuid, p_activite uuid, p_objet bytea, p_contenu text,
  out numero bigint, out empreinte bytea, out deja boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare
  connu record;
  precedente bytea;
begin
  perform pg_advisory_xact_lock(4812, hashtext(p_organisme::text));
  select m.numero, m.empreinte, m.objet, m.contenu, m.activite_id into connu
    from emargement.maillon m where m.organisme_id = p_organisme and m.id = p_id;
  if found then
    if connu.contenu is distinct from p_contenu or connu.objet is distinct from p_objet
       or connu.activite_id is distinct from p_activite then
      raise exception 'Cette entrée du registre existe déjà avec un autre contenu.' using errcode = '23505';
    end if;
    numero := connu.numero; empreinte := connu.empreinte; deja := true;
    return;
  end if;
  select m.numero, m.empreinte into numero, precedente
    from emargement.maillon m where m.organisme_id = p_organisme order by m.numero desc limit 1;
  numero := coalesce(numero, 0) + 1;
  precedente := coalesce(precedente, sha256(convert_to('coforme-registre/1 ' || p_organisme::text, 'UTF8')));
  empreinte := sha256(precedente || int8send(numero) || p_objet || sha256(convert_to(p_contenu, 'UTF8')));
  deja := false;
  insert into emargement.maillon (organisme_id, numero, id, activite_id, objet, contenu, empreinte)
    values (p_organisme, prolonger_le_registre.numero, p_id, p_activite, p_objet, p_contenu, prolonger_le_registre.empreinte);
end $$;
comment on function porte.prolonger_le_registre is 'Le seul endroit où la chaîne s’allonge ; exécutable par les portes seules. Dernière écriture de la transaction.';
