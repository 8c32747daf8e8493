set local role coforme_porte;

-- Ce bon, ou ce qu’un membre en fait, s’écrit encore, le dossier tenu : aucun autre bon vif n’a ce numéro, personne n’a exécuté celui qui change de membre
-- ou s’annule, et seul son membre exécute un bon vif. Un numéro se compare sans casse, ses séparateurs égaux : « bc 7 » est « BC-7 ».
create or replace function porte.bon_s_ecrit(p_id uuid, p_organisme uuid, p_genre text, p_cle text, p_contenu jsonb) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  with bons as (
    select distinct on (e.cle) e.cle, e.contenu, e.contenu ->> 'annule' is not null as annule from marches.ecrit e
     where e.groupement_id = p_id and e.genre = 'commande' order by e.cle, e.rang desc
  )
  select case p_genre
    when 'commande' then (p_contenu ->> 'annule' is not null or not exists (select from bons b where b.cle <> p_cle and not b.annule
          and btrim(lower(regexp_replace(b.contenu ->> 'numero', '[^[:alnum:]]+', '-', 'g')), '-')
            = btrim(lower(regexp_replace(p_contenu ->> 'numero', '[^[:alnum:]]+', '-', 'g')), '-')))
      and not exists (select from bons b join marches.ecrit x on x.groupement_id = p_id and x.genre = 'execution' and x.cle = b.cle
           where b.cle = p_cle and (p_contenu ->> 'annule' is not null or b.contenu ->> 'membre' is distinct from p_contenu ->> 'membre'))
    else exists (select from bons b where b.cle = p_cle and not b.annule and b.contenu ->> 'membre' = p_organisme::text)
  end;
end;
revoke execute on function porte.bon_s_ecrit from public;
