import type { OrganismeId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { Societe } from '../domain/forme.ts'
import { composerForme, type GenreDeForme } from '../domain/identite.ts'
import { creerOrganisme } from '../domain/organisme.ts'

export type PremiersPas = {
  readonly nom: string
  readonly siret: string
  readonly forme: GenreDeForme
  readonly societe: Societe | undefined
  readonly cae: boolean
  readonly prenom: string
  readonly nomPersonne: string
  readonly courriel: string
}

/** Un organisme vérifié et la personne qui le fonde. */
export type NouvelOrganisme = {
  readonly nom: string
  readonly forme: GenreDeForme
  readonly societe?: Societe
  readonly cae: boolean
  readonly siret: string
  readonly courriel: string
  readonly prenom: string
  readonly nomPersonne: string
}

/** L’enseigne commune naît du nom de la coopérative, et la base borne le sien. */
const nomAuPlus = 120

export type ChampPremiersPas = 'nom' | 'siret' | 'societe' | 'cae' | 'courriel'
export type RefusPremiersPas = {
  readonly code: 'saisie'
  readonly champs: Partial<Record<ChampPremiersPas, string>>
}

/** Vérifie ce qu'un organisme neuf dit de lui. La forme « autre » se précise ensuite, dans la fiche. */
export const verifierPremiersPas = (s: PremiersPas): Result<NouvelOrganisme, RefusPremiersPas> => {
  const champs: Partial<Record<ChampPremiersPas, string>> = {}
  const forme = composerForme({
    genre: s.forme,
    societe: s.societe,
    cae: s.cae,
    capitalVariable: true,
    libelle: 'à préciser',
  })
  if (s.nom.trim().length > nomAuPlus)
    champs.nom =
      'Cent vingt signes au plus pour commencer\u00a0: la première enseigne prend ce nom. La fiche en admet ensuite davantage.'
  if (!forme.ok) champs[forme.error.code === 'cae-hors-cooperative' ? 'cae' : 'societe'] = forme.error.phrase
  const lu = creerOrganisme({
    nom: s.nom,
    siret: s.siret,
    courriel: s.courriel,
    forme: forme.ok ? forme.value : { genre: 'association' },
    tva: { regime: 'a-dire' },
    cloture: { mois: 12, jour: 31 },
  })
  if (!lu.ok) {
    const { nom, code, siret, courriel } = lu.error.champs
    Object.assign(
      champs,
      nom || code ? { nom: (nom ?? code)?.phrase } : {},
      siret ? { siret: siret.phrase } : {},
      courriel ? { courriel: courriel.phrase } : {},
    )
  }
  if (!lu.ok || !forme.ok || champs.nom) return ko({ code: 'saisie', champs })
  return ok({
    nom: lu.value.organisme.nom,
    forme: s.forme,
    ...(s.societe && 'societe' in forme.value ? { societe: s.societe } : {}),
    cae: lu.value.organisme.cae,
    siret: lu.value.organisme.siret,
    courriel: lu.value.organisme.courriel,
    prenom: s.prenom,
    nomPersonne: s.nomPersonne,
  })
}

export type Fonde = { readonly organisme: OrganismeId; readonly code: string }

/** Un compte et un organisme naissent ensemble : la porte des comptes le fait, et rend ses propres refus. */
export const fonderPremier =
  <R extends Refus>(ports: {
    fonderInstance(o: NouvelOrganisme, motDePasse: string): Promise<Result<Fonde, R>>
  }) =>
  async (saisie: PremiersPas, motDePasse: string): Promise<Result<Fonde, RefusPremiersPas | R>> => {
    const verifie = verifierPremiersPas(saisie)
    return verifie.ok ? ports.fonderInstance(verifie.value, motDePasse) : verifie
  }
