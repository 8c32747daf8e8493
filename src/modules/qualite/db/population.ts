import { type RawBuilder, sql } from 'kysely'
import type { Cadre } from '../domain/controle.ts'

/** Ce que les règles lisent : le jour où l’on regarde, et le cadre de l’audit. Le jour vient de l’horloge, jamais de la base. */
export type Regarde = { readonly jour: string; readonly cadre: Cadre }

const natures = { AF: 'formation', CBC: 'bilan', VAE: 'vae', CFA: 'apprentissage' } as const

/**
 * Les lectures communes, faites une fois : `p`, les sessions commencées du cadre ; `i`, leurs inscriptions ; `n`, la dernière
 * entrée de chacune ; `o`, les offres vendues ou en ligne ; `g`, les lignes de registre en vigueur ; `v`, les intervenants du cadre.
 */
export const population = ({ jour, cadre }: Regarde): RawBuilder<unknown> => {
  const cat = sql`(array[${sql.join(cadre.categories.map((c) => natures[c]))}]::text[])`
  return sql`
  p as materialized (
    select s.organisme_id, s.id, s.activite_id, s.offre_id, s.version_id, s.nature, s.modalite, s.lieu, s.lien_connexion,
      s.etablissement_id, s.formateur_id, s.premier_jour, s.dernier_jour, (f.certifiante or f.code_rncp is not null) as certifiante, f.code_rncp
    from sessions.session s join catalogue.offre f on f.organisme_id = s.organisme_id and f.id = s.offre_id
    where s.organisme_id = (select app.organisme()) and s.etat not in ('brouillon', 'annulee')
      and s.premier_jour <= ${jour}::date and s.dernier_jour >= ${cadre.depuis}::date and s.nature = any (${cat})),
  i as materialized (
    select x.organisme_id, x.id, x.activite_id, x.session_id, x.personne_id, x.dossier_id, x.etat, x.motif, x.close_le,
      p.premier_jour, p.dernier_jour, p.formateur_id, d.suivi_par
    from inscriptions.inscription x join p on p.organisme_id = x.organisme_id and p.id = x.session_id
      left join inscriptions.dossier d on d.organisme_id = x.organisme_id and d.id = x.dossier_id
    where x.organisme_id = (select app.organisme()) and x.etat in ('inscrit', 'abandon', 'exclu', 'force-majeure')),
  n as materialized (
    select distinct on (e.inscription_id) e.* from qualite.entree e
    where e.organisme_id = (select app.organisme()) order by e.inscription_id, e.rang desc),
  o as materialized (
    select f.organisme_id, f.id, f.activite_id, f.certifiante or f.code_rncp is not null as certifiante, f.nature,
      c.publiee_le, c.contenu, f.objectif, f.evaluation, f.rubriques
    from catalogue.offre f left join lateral (select c.publiee_le, c.contenu from catalogue.fiche c
        where c.organisme_id = f.organisme_id and c.offre_id = f.id and c.retiree_le is null order by c.numero desc limit 1) c on true
    where f.organisme_id = (select app.organisme()) and f.etat = 'adoptee' and f.nature = any (${cat})
      and (c.publiee_le is not null or exists (select from p where p.offre_id = f.id))),
  g as materialized (
    select r.organisme_id, r.activite_id, r.id, r.rang, r.genre, r.titre, r.le, least(r.expire_le, j.au) as expire_le, r.responsable_id, r.personne_id,
      r.offre_id, r.session_id, r.etablissement_id, r.entreprise_id, r.origine_id, r.contenu, r.retire, r.inscrit_le, r.par
    from (select distinct on (r.id) r.* from qualite.registre r
        where r.organisme_id = (select app.organisme()) order by r.id, r.rang desc) r
      -- Une ligne dont tous les fichiers sont périmés l’est aussi.
      left join (select j.ligne_id, nullif(max(coalesce(j.expire_le, 'infinity'::date)), 'infinity'::date) as au from qualite.jointe j
          where j.organisme_id = (select app.organisme()) and not exists (select from qualite.jointe_retrait y
            where y.organisme_id = j.organisme_id and y.jointe_id = j.id) group by 1) j on j.ligne_id = r.id
    where not r.retire and r.le <= ${jour}::date),
  v as materialized (
    select a.personne_id, (array_agg(p.activite_id))[1] as activite_id, max(p.dernier_jour) as jour
    from p join sessions.seance e on e.organisme_id = p.organisme_id and e.session_id = p.id
      join sessions.affectation a on a.organisme_id = e.organisme_id and a.seance_id = e.id
    where e.organisme_id = (select app.organisme()) and e.tenue group by a.personne_id)`
}

/** Le jour de Paris d’un instant : une convention signée à 23 h 30 l’est ce jour-là, quel que soit le fuseau du serveur. */
export const jourParis = (instant: RawBuilder<unknown>) =>
  sql<string>`(${instant} at time zone 'Europe/Paris')::date`
