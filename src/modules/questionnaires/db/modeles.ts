import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import { type Contenu, lireContenu } from '../domain/contenu.ts'
import { asGenre, type Genre } from '../domain/genres.ts'
import { modelesPrets } from '../domain/modeles-prets.ts'

export type Modele = {
  readonly id: string
  readonly genre: Genre
  readonly titre: string
  readonly contenu: Contenu
  readonly anonyme: boolean
  readonly parDefaut: boolean
  readonly revision: number
  readonly modifieLe: Date
  /** Combien de versions en furent envoyées. */
  readonly versions: number
}

const colonnes = sql`m.id, m.genre, m.titre, m.contenu, m.anonyme, m.par_defaut as "parDefaut", m.revision, m.modifie_le as "modifieLe",
  (select count(*)::int4 from questionnaires.version v where v.organisme_id = m.organisme_id and v.modele_id = m.id) as versions
  from questionnaires.modele m where m.organisme_id = (select app.organisme()) and m.retire_le is null`

type Ligne = Omit<Modele, 'genre' | 'contenu'> & { genre: string; contenu: unknown }

const enModele = (l: Ligne): Modele[] => {
  const genre = asGenre(l.genre)
  return genre ? [{ ...l, genre, contenu: sansPose(lireContenu(l.contenu)) }] : []
}

/** Un modèle n’est pas encore posé : ses questions n’ont ni objectif, ni origine. */
const sansPose = ({ intro, questions }: ReturnType<typeof lireContenu>): Contenu => ({
  intro,
  questions: questions.map(({ de: _de, objectif: _objectif, ...q }) => q),
})

export const listerModeles = async (tx: TenantTx): Promise<Modele[]> =>
  (
    await sql<Ligne>`select ${colonnes} order by m.genre, m.par_defaut desc, m.titre, m.id limit 300`.execute(
      tx,
    )
  ).rows.flatMap(enModele)

export const lireModele = async (tx: TenantTx, id: string): Promise<Modele | undefined> =>
  (await sql<Ligne>`select ${colonnes} and m.id = ${id}`.execute(tx)).rows.flatMap(enModele)[0]

export type ModeleVoulu = Pick<Modele, 'id' | 'genre' | 'titre' | 'contenu' | 'anonyme' | 'parDefaut'>

/** Ce que l’envoi prend pour ce genre : le modèle choisi ici, à défaut le modèle prêt. `source` le nomme. */
export type AEnvoyer = {
  readonly source: string
  readonly modele: string | null
  readonly genre: Genre
  readonly titre: string
  readonly contenu: Contenu
  readonly anonyme: boolean
}

export const modeleAEnvoyer = async (tx: TenantTx, genre: Genre): Promise<AEnvoyer> => {
  const [m] = (
    await sql<Ligne>`select ${colonnes} and m.genre = ${genre} and m.par_defaut limit 1`.execute(tx)
  ).rows.flatMap(enModele)
  return m
    ? { source: m.id, modele: m.id, genre, titre: m.titre, contenu: m.contenu, anonyme: m.anonyme }
    : { source: `pret:${genre}`, modele: null, genre, ...modelesPrets[genre], anonyme: false }
}

export type VersionFigee = { readonly id: string; readonly numero: number }
