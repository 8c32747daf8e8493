-- Pas de cercle, même quand deux personnes réunissent au même instant. On verrouille l'absorbée et le bout de la
-- chaîne de la gardée, puis on remonte de nouveau : deux ajouts qui se fermeraient l'un l'autre partagent un verrou.
create or replace function tiers.refuser_cercle() returns trigger language plpgsql set search_path = '' as $$
declare
  renvois text := format('%I.%I', tg_table_schema, tg_table_name);
  fiches text := tg_argv[0];
  bout uuid; vu uuid;
begin
  loop
    bout := new.garde_id;
    loop
      if bout = new.absorbe_id then
        raise exception 'Deux fiches ne se renvoient pas l’une à l’autre.' using errcode = '23514', constraint = 'fusion_sans_cercle';
      end if;
      execute format('select garde_id from %s where organisme_id = $1 and absorbe_id = $2 and defaite_le is null', renvois)
        into vu using new.organisme_id, bout;
      exit when vu is null;
      bout := vu;
    end loop;
    -- « no key update » : les clés étrangères tiennent déjà un verrou de clé, qui ne s'y oppose pas.
    execute format('select id from %s where organisme_id = $1 and id = any (array[$2, $3]) order by id for no key update', fiches)
      using new.organisme_id, new.absorbe_id, bout;
    execute format('select garde_id from %s where organisme_id = $1 and absorbe_id = $2 and defaite_le is null', renvois)
      into vu using new.organisme_id, bout;
    exit when vu is null;
  end loop;
  return null;
end $$;
