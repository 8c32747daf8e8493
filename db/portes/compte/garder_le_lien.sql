set local role coforme_porte;

-- Le lien qui a signé relit, et permet de se rétracter, trente jours à compter de la signature : envoyé la veille de son terme, il
-- s'éteignait avant la fin du délai.
create or replace function porte.garder_le_lien(p_jeton bytea, p_jusqua timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.par_lien() then return false; end if;
  -- Permis : borne, quoi que demande l’appelant.
  update compte.lien l set expire_le = greatest(l.expire_le, least(p_jusqua, l.cree_le + interval '90 days'))
    from porte.lien_valable(p_jeton) v
   where l.jeton = p_jeton and l.usage = 'signature' and v.organisme = porte.organisme() and v.objet = porte.objet();
  return found;
end $$;
comment on function porte.garder_le_lien is 'Repousse le terme du lien de signature qui a ouvert cette transaction, jamais de plus de 90 jours après sa naissance.';
grant execute on function porte.garder_le_lien to coforme_app;
