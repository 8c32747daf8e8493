set local role coforme_porte;

-- L’identifiant vient de la page, et qui prête lit celui de la demande : rejoué chez une autre, il ferait passer le visa d’une petite demande pour celui de la
-- grosse. Celui d’une pièce ou d’un projet qui se vise, que son client lit, ne s’y prend pas non plus : chaque coopérative d’activité se cherche par sa clé. Deux demandes qui le portent au même instant s’attendent.
create or replace function porte.objet_connu(p_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(4836, hashtext(p_id::text));
  return exists (select from mutualisation.reservation r where r.id = p_id) or exists (select from mutualisation.mission m where m.id = p_id)
    or exists (select from ressources.demande_de_part d where d.id = p_id)
    or exists (select from organisme.organisme o where o.cae and (
      exists (select from documents.piece p where p.organisme_id = o.organisme_id and p.id = p_id)
      or exists (select from facturation.projet f where f.organisme_id = o.organisme_id and f.id = p_id)));
end $$;
comment on function porte.objet_connu is 'Vrai si une mission, une réservation ou une demande d’achat, de n’importe quelle coopérative, une pièce ou un projet d’une coopérative d’activité, porte déjà cet identifiant.';
revoke execute on function porte.objet_connu from public;
