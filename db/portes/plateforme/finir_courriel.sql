set local role coforme_porte;

create or replace function porte.finir_courriel(p_id uuid, p_etat text, p_code text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_etat = 'en-attente' then
    update plateforme.courriel set pris_le = null, code = p_code where id = p_id and etat = 'en-attente';
  else
    update plateforme.courriel set etat = p_etat, chiffre = null, fini_le = now(), code = p_code
      where id = p_id and etat = 'en-attente';
  end if;
end $$;
grant execute on function porte.finir_courriel to coforme_worker;
