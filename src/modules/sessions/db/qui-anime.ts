import { sql } from 'kysely'
import { personneTue } from '../domain/changements.ts'

/**
 * Les fiches `p` des affectations `a`, et `c` : celles de l’activité commune, que le mur cache à une enseigne et dont elle lit le nom. Une fiche
 * d’une autre enseigne n’est ni dans l’une, ni dans l’autre.
 */
export const fichesDeQuiAnime = sql`left join tiers.personne p on p.organisme_id = a.organisme_id and p.id = a.personne_id
        left join lateral porte.anime_en_commun(case when p.id is null then a.seance_id end, a.personne_id) c on true`

/** Le prénom, vide sous une fiche qui se cache ; le nom, alors « autre enseigne ». */
export const prenomDeQuiAnime = sql`coalesce(p.prenom, c.prenom, '')`
export const nomDeQuiAnime = sql`coalesce(p.nom, c.nom, ${personneTue}::text)`
/** De quoi les ranger par leur nom, qui que ce soit qui lise. */
export const pliDeQuiAnime = sql`coalesce(p.pli, c.pli)`
