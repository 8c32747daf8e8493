/** Le compte d’un payeur, pièce à pièce : ses fiches réunies, ou un nom sans fiche. */
import type { DateCivile } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { somme } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'
import { entrepriseUrl, lireEntreprise, lireTiers, personneUrl } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { withQuery } from '#web/links.ts'
import { type AvanceLue, lireAvances } from '../db/avances.ts'
import {
  fichesDe,
  type GenreDeCompte,
  type LigneDeCompte,
  lignesDuCompte,
  listerComptes,
} from '../db/comptes.queries.ts'
import { agerCompte, type SoldeAge, suivreCompte } from '../domain/comptes.ts'
import { lettrer } from '../domain/lettrer.ts'
import { compteUrl, nouvelleFactureUrl } from '../liens.ts'

export type Compte = {
  readonly genre: GenreDeCompte
  readonly cle: string
  readonly avances: readonly AvanceLue[]
  readonly le: DateCivile
  readonly nom: string
  /** Rien d’un payeur enregistré sans fiche. */
  readonly liens: { readonly fiche: string; readonly facturer: string } | undefined
  readonly age: SoldeAge
  readonly lignes: ReturnType<typeof suivreCompte<LigneDeCompte & { readonly lettre: string }>>
  readonly ici: string
}

/** La fiche gardée et son nom ; d’un payeur sans fiche, son nom replié tel que l’adresse le porte. */
const titulaireDe = async (tx: TenantTx, genre: GenreDeCompte, id: string) => {
  if (genre === 'nom') return { cle: plier(id), nom: undefined, liens: undefined }
  const entreprise = genre === 'entreprise' ? asId<'Entreprise'>(id) : undefined
  const personne = genre === 'personne' ? asId<'Tiers'>(id) : undefined
  const e = entreprise && (await lireEntreprise(tx, entreprise))
  const p = personne && (await lireTiers(tx, personne))
  const cle = e?.id ?? p?.id
  if (!cle) return undefined
  const fiche = e ? entrepriseUrl({ entreprise: cle }) : personneUrl({ personne: cle })
  return {
    cle,
    nom: e?.nom ?? (p ? `${p.prenom} ${p.nom}` : ''),
    liens: { fiche, facturer: withQuery(nouvelleFactureUrl(), { [genre]: cle }) },
  }
}

/** Un compte, et lui seul : les autres ne se lisent pas pour le trouver. */
export const lireCompte = async (
  tx: TenantTx,
  genre: GenreDeCompte,
  id: string,
  le: DateCivile,
): Promise<Compte | undefined> => {
  const t = await titulaireDe(tx, genre, id)
  if (!t) return undefined
  const { cle, liens } = t
  const fiches = genre === 'nom' ? [] : await fichesDe(tx, genre, cle)
  const [lu] = await listerComptes(tx, { genre, cle, fiches })
  // Un compte sans fiche n’est que ses pièces : sans elles, il n’y a personne de ce nom.
  const nom = t.nom ?? lu?.nom
  if (nom === undefined) return undefined
  const lignes = suivreCompte(lettrer(await lignesDuCompte(tx, genre, cle, fiches)))
  const avances =
    genre === 'nom' ? { nom: cle } : genre === 'entreprise' ? { entreprises: fiches } : { personnes: fiches }
  return {
    genre,
    cle,
    avances: await lireAvances(tx, avances),
    le,
    nom,
    liens,
    age: agerCompte(lu ?? { facture: somme([]), regle: somme([]), ouvertes: [] }, le),
    lignes,
    ici: compteUrl({ genre, payeur: cle }),
  }
}
