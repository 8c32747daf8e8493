set local role coforme_porte;

-- Sans déclaration d’activité à elle, une membre n’a de certificat que celui de l’organisme commun : qu’elle l’affiche serait du portage.
create or replace function porte.certificat_commun(p_organisme uuid) returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return exists (select from organisme.organisme o where o.organisme_id = p_organisme and o.nda is null)
    and exists (select from mutualisation.membre_commun m where m.membre_id = p_organisme and m.etat = 'membre'
      and exists (select from mutualisation.regle_commune r where r.organisme_id = m.organisme_id and r.rang = m.rang_accepte and r.forme = 'organisme'));
end $$;
comment on function porte.certificat_commun is 'Vrai si cette coopérative, membre d’un organisme commun, n’a pas de déclaration d’activité à elle : le certificat n’est pas le sien.';
revoke execute on function porte.certificat_commun from public;
