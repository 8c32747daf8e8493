set local role coforme_porte;

-- Par son lien seulement : un code part, un essai manque, la convention se signe avec le code, ou se refuse. Ce qui est signé est l’empreinte figée,
-- par qui peut encore signer pour sa coopérative. « verrou » tient la demande : deux essais du même code passent l’un après l’autre.
create or replace function porte.repondre_a_la_convention(p_geste text, p_code bytea, p_nom text, p_qualite text, p_dit text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare s record;
begin
  p_le := porte.heure(p_le);
  if not porte.par_lien() then return false; end if;
  select x.groupement_id, x.id, c.empreinte into s from marches.signature x
    join marches.groupement g on g.groupement_id = x.groupement_id and g.etat = 'constitue'
    join marches.convention c on c.groupement_id = x.groupement_id and c.version = x.version
   where x.organisme_id = porte.organisme() and x.id = porte.objet() and x.signee_le is null and x.refusee_le is null and x.retiree_le is null
     and c.empreinte is not null and not exists (select from marches.convention n where n.groupement_id = x.groupement_id and n.version > x.version)
   for update of x;
  if not found then return false; end if;
  case p_geste
    when 'verrou' then return true;
    when 'code' then
      update marches.signature x set code = p_code, code_le = p_le, code_essais = 0, codes = x.codes + 1 where x.groupement_id = s.groupement_id and x.id = s.id;
    when 'essai' then
      update marches.signature x set code_essais = x.code_essais + 1 where x.groupement_id = s.groupement_id and x.id = s.id;
    when 'refuser' then
      update marches.signature x set refusee_le = p_le, motif = p_dit where x.groupement_id = s.groupement_id and x.id = s.id;
    when 'signer' then
      update marches.signature x set signee_le = p_le, nom = p_nom, qualite = p_qualite, consentement = p_dit, empreinte = s.empreinte
       where x.groupement_id = s.groupement_id and x.id = s.id and x.code = p_code and x.courriel = any (porte.courriels_qui_signent());
    else return false;
  end case;
  return found;
end $$;
grant execute on function porte.repondre_a_la_convention to coforme_app;
