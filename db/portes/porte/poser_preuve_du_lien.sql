set local role coforme_porte;

-- Dans la tâche qui fait naître le lien : ce qu'il faudra prouver, si un code s'y ajoute.
create or replace function porte.poser_preuve_du_lien(p_jeton bytea, p_preuve bytea) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  update compte.lien set preuve = p_preuve where jeton = p_jeton and usage = 'emargement' and preuve is null;
end $$;
comment on function porte.poser_preuve_du_lien is 'L’empreinte de la preuve qu’un code au lien fera donner ; posée une fois.';
revoke execute on function porte.poser_preuve_du_lien from public;
grant execute on function porte.poser_preuve_du_lien to coforme_worker;
